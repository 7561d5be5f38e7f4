package clients

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// patience is how long a library gets to accept a key.
const patience = 5 * time.Second

// probe is a library before what it may not be able to bear.
type probe struct {
	client
	issuer *issuer
	claims inventory.Capabilities // of the catalogue
}

// eachProbe runs a test for every library, side by side.
func eachProbe(t *testing.T, test func(t *testing.T, p probe)) {
	each(t, func(t *testing.T, c client) {
		declared, err := consumer.NewLibraryConsumer(c.uses)
		if err != nil {
			t.Fatal(err)
		}
		test(t, probe{c, newIssuer(t, c.secure), declared.Capabilities})
	})
}

// try gives a new client of the library a token: what the issuer serves is set.
func (p probe) try(t *testing.T, token string) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	verify, err := p.open(ctx, p.issuer, p.settings)
	if err != nil {
		return err
	}
	return verify(ctx, token)
}

// compare holds a claim of the catalogue to what was seen. A claim that it does not
// make is not held against it.
func compare[T any](t *testing.T, what string, claim inventory.Value[T], claimed bool, err error) {
	t.Helper()
	if claim.From.Known() && claimed != (err == nil) {
		t.Errorf("%s: the catalogue says accepted: %v, seen %.160v", what, claimed, err)
	}
}

// TestSpoilers publishes a good key behind an odd one.
func TestSpoilers(t *testing.T) {
	odd, good := oddKeys(t), newSigner(t, "ES256", 0)
	eachProbe(t, func(t *testing.T, p probe) {
		token, seen := good.token(t, p.issuer), make(map[inventory.Spoiler][]string)
		for _, o := range odd {
			p.issuer.serve(keySet(t, append(slices.Clone(o.keys), good.public)...))
			if err := p.try(t, token); err != nil {
				seen[o.spoiler] = append(seen[o.spoiler], o.name)
			}
		}
		for _, s := range spoilers(odd) {
			claimed := slices.Contains(slices.Concat(p.claims.Spoilers.V, p.newer), s)
			if p.claims.Spoilers.From.Known() && claimed != (len(seen[s]) > 0) {
				t.Errorf("%s: the catalogue says that it spoils a set: %v, seen to: %q", s, claimed, seen[s])
			}
		}
		t.Logf("spoil a set: %q", seen)
	})
}

// TestAlgorithms publishes one plain key and sends its token.
func TestAlgorithms(t *testing.T) {
	signers := make(map[string]signer)
	for _, alg := range algorithms() {
		signers[alg] = newSigner(t, alg, 2048)
	}
	eachProbe(t, func(t *testing.T, p probe) {
		for _, alg := range algorithms() {
			s := signers[alg]
			p.issuer.serve(keySet(t, s.public))
			claimed := slices.Contains(p.claims.Algorithms.V, alg) &&
				slices.Contains(p.claims.KeyTypes.V, s.public.text("kty")) &&
				(s.public.text("crv") == "" || slices.Contains(p.claims.Curves.V, s.public.text("crv")))
			compare(t, alg, p.claims.Algorithms, claimed, p.try(t, s.token(t, p.issuer)))
		}
	})
}

// TestNeeds publishes one key that lacks a member.
func TestNeeds(t *testing.T) {
	whole := newSigner(t, "ES256", 0)
	eachProbe(t, func(t *testing.T, p probe) {
		for _, member := range []string{"kid", "alg", "use"} {
			s := signer{whole.private, whole.public.with(member, nil)}
			p.issuer.serve(keySet(t, s.public))
			claimed := !slices.Contains(p.claims.Needs.V, member)
			compare(t, "a key without "+member, p.claims.Needs, claimed, p.try(t, s.tokenOf(t, p.issuer, "ES256")))
		}
	})
}

// TestStrictness publishes one key that a tolerant library can use.
func TestStrictness(t *testing.T) {
	rsa, ec := newSigner(t, "RS256", 2048), newSigner(t, "ES256", 0)
	zero := append([]byte{0}, decode(t, rsa.public["n"])...)
	eachProbe(t, func(t *testing.T, p probe) {
		p.issuer.serve(keySet(t, rsa.public.with("n", encode(zero))))
		compare(t, "a leading zero octet", p.claims.StrictIntegers, !p.claims.StrictIntegers.V, p.try(t, rsa.token(t, p.issuer)))
		p.issuer.serve(keySet(t, ec.public.with("x", ec.public.text("x")+"=")))
		compare(t, "padding", p.claims.StrictBase64, !p.claims.StrictBase64.V, p.try(t, ec.token(t, p.issuer)))
	})
}

// TestLeastRSABits publishes moduli from 1024 bits on: crypto/rsa makes no shorter.
func TestLeastRSABits(t *testing.T) {
	sizes := []int{1024, 2047, 2048}
	keys := make(map[int]signer)
	for _, bits := range sizes {
		keys[bits] = newSigner(t, "RS256", bits)
	}
	eachProbe(t, func(t *testing.T, p probe) {
		for _, bits := range sizes {
			p.issuer.serve(keySet(t, keys[bits].public))
			err := p.try(t, keys[bits].token(t, p.issuer))
			compare(t, "a short modulus", p.claims.LeastRSABits, bits >= p.claims.LeastRSABits.V, err)
		}
	})
}

// TestFetch looks at the request, and answers with a redirect.
func TestFetch(t *testing.T) {
	s := newSigner(t, "ES256", 0)
	body := keySet(t, s.public)
	eachProbe(t, func(t *testing.T, p probe) {
		accepts := make(chan string, 8)
		p.issuer.handle(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.RawQuery == "" {
				accepts <- strings.Join(r.Header.Values("Accept"), ", ")
				http.Redirect(w, r, p.issuer.keysURL()+"?moved", http.StatusFound)
				return
			}
			p.issuer.send(w, body)
		})
		compare(t, "a redirect", p.claims.FollowsRedirects, p.claims.FollowsRedirects.V, p.try(t, s.token(t, p.issuer)))
		if accept := <-accepts; accept != p.claims.Accept.V {
			t.Errorf("Accept: the catalogue says %q, seen %q", p.claims.Accept.V, accept)
		}
	})
}
