package jwks

import (
	"bytes"
	"crypto/ed25519"
	"crypto/elliptic"
	"encoding/json"
	"math/big"
	"reflect"
	"strings"
	"testing"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// seeds are documents that bring every branch within reach of the fuzzer.
func seeds(f *testing.F) {
	f.Helper()
	for _, key := range fixedKeys() {
		f.Add([]byte(`{"keys":[` + key + `]}`))
	}
	for _, text := range []string{
		sampleRSA, `[` + sampleEC + `]`, `{"keys":[` + sampleOKP + `,{"kty":"AKP","alg":"ML-DSA-44","pub":"AAAA","priv":"AAAA"}]}`,
		`{"Keys":null,"keys":{"kty":"oct","k":"AAAA"}}`, "\uFEFF" + `{"keys":[{"kty":"RSA","oth":[],"exp":1e400,"revoked":{}}]} x`,
		`{"a":"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"}`, `{"keys":[{"x5c":["AAAA","%"],"key_ops":[1]},7,`,
		`{"issuer":"a","jwks_uri":"b","token_endpoint":"c","id_token_signing_alg_values_supported":["none"]}`,
		ed448PEM, secp256k1PEM, secp256k1Certificate, brainpoolPEM, "<html>", "",
	} {
		f.Add([]byte(text))
	}
}

// fixedKeys are private keys that anyone can compute.
func fixedKeys() []string {
	one := big.NewInt(1)
	p, q := new(big.Int).Lsh(one, 521), new(big.Int).Lsh(one, 607) // Mersenne primes, plus one
	p.Sub(p, one)
	q.Sub(q, one)
	phi := new(big.Int).Mul(new(big.Int).Sub(p, one), new(big.Int).Sub(q, one))
	d := new(big.Int).ModInverse(big.NewInt(65537), phi)
	seed := make([]byte, ed25519.SeedSize)
	public, _ := ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)
	generator := elliptic.P256().Params() // the public key of the private key 1
	return []string{
		`{"kty":"RSA","e":"AQAB","n":"` + b64(new(big.Int).Mul(p, q).Bytes()) + `","d":"` + b64(d.Bytes()) + `","p":"` + b64(p.Bytes()) + `"}`,
		`{"kty":"OKP","crv":"Ed25519","x":"` + b64(public) + `","d":"` + b64(seed) + `"}`,
		`{"kty":"EC","crv":"P-256","x":"` + b64(generator.Gx.Bytes()) + `","y":"` + b64(generator.Gy.Bytes()) + `","d":"` + b64(append(make([]byte, 31), 1)) + `"}`,
	}
}

func FuzzDecode(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		before := bytes.Clone(body)
		set, problem := Decode(body)
		again, also := Decode(body)
		if !reflect.DeepEqual(set, again) || !reflect.DeepEqual(problem, also) {
			t.Fatal("the same body was read in two ways")
		}
		if !bytes.Equal(body, before) {
			t.Fatal("the body was changed")
		}
		if (set == nil) == (problem == nil) {
			t.Fatalf("set %v and problem %v, want one of them", set, problem)
		}
		noSecret(t, string(body), secretsIn(body), set, problem)
		if set == nil {
			return
		}
		if len(set.Keys) > maxKeys || len(set.Facts) > 2*maxFacts {
			t.Fatalf("%d keys and %d facts are beyond the caps", len(set.Keys), len(set.Facts))
		}
		checkKeys(t, set.Keys)
		_ = Sniff(body)
	})
}

func FuzzDecodeDiscovery(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		found, problem := DecodeDiscovery(body)
		again, also := DecodeDiscovery(body)
		if !reflect.DeepEqual(found, again) || !reflect.DeepEqual(problem, also) {
			t.Fatal("the same body was read in two ways")
		}
		if (found == nil) == (problem == nil) {
			t.Fatalf("metadata %v and problem %v, want one of them", found, problem)
		}
		noSecret(t, string(body), secretsIn(body), problem)
	})
}

func FuzzDecodePEM(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		keys, problem := DecodePEM("kid", text)
		again, also := DecodePEM("kid", text)
		if !reflect.DeepEqual(keys, again) || !reflect.DeepEqual(problem, also) {
			t.Fatal("the same text was read in two ways")
		}
		if (keys == nil) == (problem == nil) {
			t.Fatalf("keys %v and problem %v, want one of them", keys, problem)
		}
		checkKeys(t, keys)
		for _, key := range keys {
			if key.Kid != "kid" {
				t.Fatalf("kid %q, want the one given", key.Kid)
			}
		}
	})
}

// checkKeys holds what every reader of an inventory.Key relies on.
func checkKeys(t *testing.T, keys []inventory.Key) {
	t.Helper()
	for i := range keys {
		key := &keys[i]
		halves := halvesOf(key)
		switch {
		case key.Index != i:
			t.Fatalf("key %d has index %d", i, key.Index)
		case (key.Problem == "") != (len(halves) == 1):
			t.Fatalf("key %d: problem %q and public halves %q", i, key.Problem, halves)
		case key.Thumbprint != "" && len(halves) != 1:
			t.Fatalf("key %d: a thumbprint without public half", i)
		case len(key.Facts) > maxFacts || len(key.Certificates) > maxChain || len(key.Members) > maxNames:
			t.Fatalf("key %d is beyond the caps", i)
		case len(key.Rejected) > maxRejection+len("...") || strings.ContainsFunc(key.Rejected, func(r rune) bool { return r < ' ' }):
			t.Fatalf("key %d: rejected by %q", i, key.Rejected)
		}
		for _, member := range key.Private {
			if member.Matches && (member.Empty || member.Octets == 0) {
				t.Fatalf("key %d: %+v", i, member)
			}
		}
	}
}

// secretsIn lists the values of private members that stand nowhere else in a
// body and are too long to occur in a message by chance.
func secretsIn(body []byte) []string {
	var list []string
	isLong := func(text string) bool { return len(text) >= 24 && !strings.ContainsAny(text, " \t\r\n") }
	var walk func(value any)
	walk = func(value any) {
		switch value := value.(type) {
		case []any:
			for _, element := range value {
				walk(element)
			}
		case map[string]any:
			for name, member := range value {
				secret, _ := member.(string)
				if isPrivate(name) && isLong(secret) && bytes.Count(body, []byte(secret)) == 1 {
					list = append(list, secret)
				}
				walk(member)
			}
		}
	}
	var document struct{ Keys any }
	if json.Unmarshal(body, &document) == nil {
		walk(document.Keys)
	}
	return list
}

// The seeds do reach the proofs.
func TestSeedsAreProved(t *testing.T) {
	for _, body := range fixedKeys() {
		for _, member := range only(t, body).Private {
			if !member.Matches {
				t.Errorf("%s: %s does not match", body, member.Name)
			}
		}
	}
}
