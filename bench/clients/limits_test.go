package clients

import (
	"bytes"
	"net/http"
	"strconv"
	"testing"
	"time"
)

// TestMaxBody publishes a key set of the most octets that a library reads, and of
// one more; of a library without a limit, more than any other reads.
func TestMaxBody(t *testing.T) {
	const large = 11 << 20
	s := newSigner(t, "ES256", 0)
	eachProbe(t, func(t *testing.T, p probe) {
		most := p.claims.MaxBody
		if !most.From.Known() {
			t.Skip("the catalogue does not say")
		}
		if most.V == 0 {
			p.issuer.serve(padded(t, s, large))
			compare(t, "a large body", most, true, p.try(t, s.token(t, p.issuer)))
			return
		}
		p.issuer.serve(padded(t, s, most.V))
		compare(t, "a body of the most octets", most, true, p.try(t, s.token(t, p.issuer)))
		p.issuer.serve(padded(t, s, most.V+1))
		compare(t, "a body of one octet more", most, false, p.try(t, s.token(t, p.issuer)))
	})
}

// padded is a key set with a member that makes it of a size.
func padded(t *testing.T, s signer, size int) []byte {
	t.Helper()
	set := keySet(t, s.public)
	before, after := []byte(`{"pad":"`), append([]byte(`",`), set[1:]...)
	return append(append(before, bytes.Repeat([]byte("x"), size-len(before)-len(after))...), after...)
}

// TestMaxKeys lets a library use as many keys as it keeps, twice: it fetches for
// the first time only. With one more, it fetches again.
func TestMaxKeys(t *testing.T) {
	eachProbe(t, func(t *testing.T, p probe) {
		most := p.claims.MaxKeys.V
		if most == 0 {
			t.Skip("the catalogue knows no limit")
		}
		p.settings.interval = time.Hour
		for _, used := range []int{most, most + 1} {
			verify, err := p.open(t.Context(), p.issuer, p.settings)
			if err != nil {
				t.Fatal(err)
			}
			tokens := p.issuer.tokens(t, used)
			before := p.issuer.fetched()
			for range 2 {
				for _, token := range tokens {
					if err := verify(t.Context(), token); err != nil {
						t.Fatal(err)
					}
				}
			}
			if again := p.issuer.fetched() - before - used; (again > 0) != (used > most) {
				t.Errorf("%d keys: fetched %d times more than once each, the catalogue says that it keeps %d", used, again, most)
			}
		}
	})
}

// tokens publishes as many keys, and signs a token with each.
func (i *issuer) tokens(t *testing.T, count int) []string {
	t.Helper()
	var kids, tokens []string
	for n := range count {
		kids = append(kids, "key"+strconv.Itoa(n))
	}
	for _, kid := range kids {
		tokens = append(tokens, i.token(kid))
	}
	i.publish(kids...)
	return tokens
}

// TestTimeout lets a library wait for headers that do not come.
func TestTimeout(t *testing.T) {
	const longest = 6 * time.Second
	s := newSigner(t, "ES256", 0)
	eachProbe(t, func(t *testing.T, p probe) {
		timeout := p.claims.Timeout.V
		if timeout == 0 || timeout > longest {
			t.Skipf("the catalogue says %s: not waited for", timeout)
		}
		p.issuer.handle(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
		verify, err := p.open(t.Context(), p.issuer, p.settings)
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		if verify(t.Context(), s.token(t, p.issuer)) == nil {
			t.Fatal("accepted without a key set")
		}
		tries := time.Duration(max(1, p.issuer.fetched()))
		if waited := time.Since(start); waited < timeout || waited > tries*timeout+slack {
			t.Errorf("gave up after %s and %d tries, the catalogue says %s each", waited, tries, timeout)
		}
	})
}
