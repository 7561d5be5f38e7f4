package jwks

import (
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"math/big"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// The keys of RFC 7638 section 3.1, of RFC 7517 appendix A.1 and of RFC 8037 appendix A.2.
const (
	sampleN = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W" +
		"-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-" +
		"bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
	sampleRSA = `{"kty":"RSA","kid":"r1","alg":"RS256","n":"` + sampleN + `","e":"AQAB"}`
	sampleX   = "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4"
	sampleY   = "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"
	sampleEC  = `{"kty":"EC","kid":"e1","crv":"P-256","x":"` + sampleX + `","y":"` + sampleY + `"}`
	sampleOKP = `{"kty":"OKP","kid":"o1","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`
)

func b64(octets []byte) string { return base64.RawURLEncoding.EncodeToString(octets) }

// only decodes a document that holds one key.
func only(t testing.TB, body string) inventory.Key {
	t.Helper()
	set, problem := Decode([]byte(body))
	if problem != nil {
		t.Fatalf("%s: %s", body, problem.Detail)
	}
	if len(set.Keys) != 1 {
		t.Fatalf("%s: %d keys, want 1", body, len(set.Keys))
	}
	return set.Keys[0]
}

// kinds lists facts as "kind member".
func kinds(facts []inventory.Fact) []string {
	list := []string{}
	for _, fact := range facts {
		list = append(list, string(fact.Kind)+" "+fact.Member)
	}
	return list
}

// pair is a generated key: the members of its public and of its private half.
type pair struct {
	name            string
	public, private string
	secret          any
}

// pairs generates one key pair of each kind that can be proved.
func pairs(t testing.TB) []pair {
	t.Helper()
	list := []pair{rsaPair(t), edPair(t), xPair(t)}
	for _, curve := range []elliptic.Curve{elliptic.P224(), elliptic.P256(), elliptic.P384(), elliptic.P521()} {
		list = append(list, ecPair(t, curve))
	}
	return list
}

func rsaPair(t testing.TB) pair {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	must(t, err)
	member := func(name string, n *big.Int) string { return `"` + name + `":"` + b64(n.Bytes()) + `"` }
	return pair{
		name:   "RSA",
		public: `"kty":"RSA",` + member("n", key.N) + `,"e":"AQAB"`,
		private: member("d", key.D) + "," + member("p", key.Primes[0]) + "," + member("q", key.Primes[1]) + "," +
			member("dp", key.Precomputed.Dp) + "," + member("dq", key.Precomputed.Dq) + "," + member("qi", key.Precomputed.Qinv),
		secret: key,
	}
}

func ecPair(t testing.TB, curve elliptic.Curve) pair {
	t.Helper()
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	must(t, err)
	point, err := key.PublicKey.Bytes()
	must(t, err)
	d, err := key.Bytes()
	must(t, err)
	half := len(point) / 2
	name := curve.Params().Name
	return pair{
		name:    name,
		public:  `"kty":"EC","crv":"` + name + `","x":"` + b64(point[1:1+half]) + `","y":"` + b64(point[1+half:]) + `"`,
		private: `"d":"` + b64(d) + `"`,
		secret:  key,
	}
}

func edPair(t testing.TB) pair {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	return pair{
		name:    "Ed25519",
		public:  `"kty":"OKP","crv":"Ed25519","x":"` + b64(public) + `"`,
		private: `"d":"` + b64(private.Seed()) + `"`,
		secret:  private,
	}
}

func xPair(t testing.TB) pair {
	t.Helper()
	key, err := ecdh.X25519().GenerateKey(rand.Reader)
	must(t, err)
	return pair{
		name:    "X25519",
		public:  `"kty":"OKP","crv":"X25519","x":"` + b64(key.PublicKey().Bytes()) + `"`,
		private: `"d":"` + b64(key.Bytes()) + `"`,
		secret:  key,
	}
}

// issue signs a certificate of a public key.
func issue(t testing.TB, subject, issuer string, public, signer any) []byte {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		Subject:      pkix.Name{CommonName: subject},
		NotBefore:    time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
		NotAfter:     time.Date(2036, 1, 2, 3, 4, 5, 0, time.UTC),
	}
	parent := &x509.Certificate{Subject: pkix.Name{CommonName: issuer}}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, public, signer)
	must(t, err)
	return der
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
