package rules

import (
	"strings"
	"testing"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// The registry admits no two names that differ only in case (RFC 7518 section
// 7.1.1), so a misspelt name has one right spelling at most.
func TestAlgorithmNamesDiffer(t *testing.T) {
	seen := map[string]string{}
	for _, a := range algorithms() {
		lower := strings.ToLower(a.name)
		if other, found := seen[lower]; found {
			t.Errorf("%s and %s are the same name", a.name, other)
		}
		seen[lower] = a.name
		if a.family == familyUnknown {
			t.Errorf("%s is listed without a family", a.name)
		}
	}
}

func TestAlgorithmFitsKey(t *testing.T) {
	tests := []struct {
		alg, kty, crv string
		want          string // what the algorithm needs; "" where they fit
	}{
		{"RS256", "RSA", "", ""},
		{"RS256", "EC", "P-256", "type RSA"},
		{"ES256", "EC", "P-256", ""},
		{"ES256", "EC", "p-256", ""}, // the name of the curve has a rule of its own
		{"ES256", "EC", "", ""},      // so has its absence
		{"ES256", "EC", "secp256k1", "curve P-256"},
		{"ES256K", "EC", "secp256k1", ""},
		{"EdDSA", "OKP", "Ed448", ""},
		{"EdDSA", "OKP", "X25519", "curve Ed25519 or Ed448"},
		{"Ed25519", "OKP", "Ed448", "curve Ed25519"},
		{"ML-DSA-44", "AKP", "", ""},
		{"ML-DSA-44", "OKP", "Ed25519", "type AKP"},
		{"ECDH-ES", "EC", "P-521", ""},
		{"ECDH-ES+A256KW", "OKP", "X448", ""},
		{"ECDH-ES", "OKP", "Ed25519", "curve P-256 or P-384 or P-521 or X25519 or X448"},
		{"ECDH-ES", "RSA", "", "type EC or OKP"},
		{"ECDH-ES", "oct", "", "type EC or OKP"},
		{"HPKE-3-KE", "OKP", "X25519", ""},
		{"A256KW", "RSA", "", "type oct"},
		{"RS256", "oct", "", "type RSA"},
		{"HS256", "oct", "", ""},
		{"HS256", "RSA", "", ""}, // alg-forbidden says it
		{"BP256R1", "EC", "BP-256", ""},
		{"ES256", "PKIX", "", ""},
		{"", "RSA", "", ""},
	}
	for _, test := range tests {
		key := &inventory.Key{Alg: test.alg, Kty: test.kty, Crv: test.crv}
		if _, got := algorithmMisfit(key); got != test.want {
			t.Errorf("%s on %s %s: want of %q, expected %q", test.alg, test.kty, test.crv, got, test.want)
		}
	}
}
