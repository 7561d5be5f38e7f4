package jwks

import (
	"crypto"
	"crypto/sha256"
	"testing"

	"github.com/go-jose/go-jose/v4"
)

func TestThumbprintsOfTheSpecifications(t *testing.T) {
	pub := b64(make([]byte, 1312))
	tests := []struct{ name, body, want string }{
		{"RFC 7638 section 3.1", sampleRSA, "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"},
		{"RFC 8037 appendix A.3", sampleOKP, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"},
		{"RFC 9964 section 6", `{"kty":"AKP","kid":"x","pub":"` + pub + `","alg":"ML-DSA-44"}`, hash(`{"alg":"ML-DSA-44","kty":"AKP","pub":"` + pub + `"}`)},
		{"AKP of an algorithm with odd characters", `{"kty":"AKP","pub":"AAAA","alg":"a\"b"}`, hash(`{"alg":"a\"b","kty":"AKP","pub":"AAAA"}`)},
		{"secp256k1", `{"kty":"EC","crv":"secp256k1","x":"` + sampleX + `","y":"` + sampleY + `"}`,
			hash(`{"crv":"secp256k1","kty":"EC","x":"` + sampleX + `","y":"` + sampleY + `"}`)},
		{"a symmetric key has none", `{"kty":"oct","k":"AAAA"}`, ""},
		{"coordinates beyond the curve have none", `{"kty":"EC","crv":"P-256","x":"_` + sampleX + `","y":"` + sampleY + `"}`, ""},
	}
	for _, test := range tests {
		if key := only(t, test.body); key.Thumbprint != test.want {
			t.Errorf("%s: %q, want %q", test.name, key.Thumbprint, test.want)
		}
	}
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return b64(sum[:])
}

// A key has one thumbprint, however its integers are written.
func TestThumbprintIsOfTheKeyAndNotOfItsSpelling(t *testing.T) {
	short := `{"kty":"EC","crv":"P-521","x":"AQ","y":"Ag"}`
	full := func(last byte) string { return b64(append(make([]byte, 65), last)) }
	long := `{"kty":"EC","crv":"P-521","x":"` + full(1) + `","y":"` + full(2) + `"}`
	same := [][2]string{
		{short, long},
		{sampleRSA, `{"kty":"rsa","n":"` + sampleN + `==","e":"AAAAAQAB"}`},
		{sampleOKP, `{"kty":"OKP","crv":"ed25519","x":" 11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo= "}`},
	}
	for _, pair := range same {
		a, b := only(t, pair[0]).Thumbprint, only(t, pair[1]).Thumbprint
		if a == "" || a != b {
			t.Errorf("%s and %s: thumbprints %q and %q, want the same", pair[0], pair[1], a, b)
		}
	}
}

func TestThumbprintAgreesWithGoJose(t *testing.T) {
	compared := 0
	for _, pair := range pairs(t) {
		compared += compareThumbprints(t, pair.name, []byte("{"+pair.public+"}"))
	}
	if compared != 5 { // all but P-224 and X25519, which it does not know
		t.Errorf("%d keys compared, want 5", compared)
	}
}

func TestThumbprintsOfPublishedKeysAgreeWithGoJose(t *testing.T) {
	compared := 0
	for _, path := range corpus(t, "jwks") {
		compared += compareThumbprints(t, path, read(t, path))
	}
	t.Logf("%d keys compared", compared)
}

// compareThumbprints counts the keys of a document that go-jose reads, and fails
// where it sees another thumbprint.
func compareThumbprints(t *testing.T, name string, body []byte) (compared int) {
	t.Helper()
	var others []string
	set, problem := decode(body, func(jwk []byte) error {
		var key jose.JSONWebKey
		err := key.UnmarshalJSON(jwk)
		sum, _ := key.Thumbprint(crypto.SHA256) // fails for symmetric keys, which have none here either
		others = append(others, b64(sum))
		return err
	})
	if problem != nil {
		return 0
	}
	for i, key := range set.Keys[:len(others)] {
		if key.Rejected != "" {
			continue
		}
		compared++
		if key.Thumbprint != others[i] {
			t.Errorf("%s: key %d: %q, go-jose has %q", name, i, key.Thumbprint, others[i])
		}
	}
	return compared
}
