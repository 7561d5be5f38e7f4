package jwks

import (
	"crypto"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/pem"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// certified gives a certificate of a key pair, signed with it.
func certified(t testing.TB, pair pair) (der []byte) {
	t.Helper()
	return signed(t, pair, "example", "example")
}

func signed(t testing.TB, pair pair, subject, issuer string) (der []byte) {
	t.Helper()
	signer, ok := pair.secret.(crypto.Signer)
	if !ok {
		t.Fatalf("%s cannot sign", pair.name)
	}
	return issue(t, subject, issuer, signer.Public(), signer)
}

func TestCertificatesAreRead(t *testing.T) {
	wants := map[string]string{"RSA": "SHA256-RSA", "Ed25519": "Ed25519", "P-224": "ECDSA-SHA256", "P-256": "ECDSA-SHA256", "P-384": "ECDSA-SHA384", "P-521": "ECDSA-SHA512"}
	var last []byte
	for _, pair := range pairs(t) {
		algorithm, signs := wants[pair.name]
		if !signs {
			continue
		}
		der := certified(t, pair)
		x5c := []string{base64.StdEncoding.EncodeToString(der)}
		if last != nil {
			x5c = append(x5c, base64.StdEncoding.EncodeToString(last))
		}
		key := only(t, "{"+pair.public+`,"x5c":["`+strings.Join(x5c, `","`)+`"]}`)
		short, long := sha1.Sum(der), sha256.Sum256(der)
		want := inventory.Certificate{
			NotBefore:          time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
			NotAfter:           time.Date(2036, 1, 2, 3, 4, 5, 0, time.UTC),
			SignatureAlgorithm: algorithm, MatchesKey: true, SelfIssued: true, SHA1: b64(short[:]), SHA256: b64(long[:]),
		}
		if len(key.Certificates) != len(x5c) || key.Certificates[0] != want {
			t.Errorf("%s: %+v, want %+v first", pair.name, key.Certificates, want)
		}
		if last != nil && key.Certificates[1].MatchesKey {
			t.Errorf("%s: the certificate of another key matches", pair.name)
		}
		if len(key.Facts) > 0 {
			t.Errorf("%s: facts %q, want none", pair.name, key.Facts)
		}
		last = der
	}
}

func TestLooseCertificatesAreReadAndRecorded(t *testing.T) {
	pair := edPair(t)
	der := certified(t, pair)
	for len(der)%3 == 0 { // so that base64 has padding
		der = certified(t, pair)
	}
	standard := base64.StdEncoding.EncodeToString(der)
	armoured := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	escape := strings.NewReplacer("\n", `\n`).Replace
	tests := []struct {
		name, x5c string
		facts     []string
	}{
		{"as it should be", `["` + standard + `"]`, nil},
		{"one string", `"` + standard + `"`, []string{"wrong-type x5c"}},
		{"PEM", `["` + escape(armoured) + `"]`, []string{"alphabet x5c"}},
		{"line breaks", `["` + standard[:64] + `\r\n` + standard[64:] + `"]`, []string{"alphabet x5c"}},
		{"no padding", `["` + strings.TrimRight(standard, "=") + `"]`, []string{"padding x5c"}},
		{"something before it", `[7,"` + standard + `"]`, []string{"wrong-type x5c"}},
	}
	for _, test := range tests {
		key := only(t, "{"+pair.public+`,"x5c":`+test.x5c+"}")
		if len(key.Certificates) != 1 || !key.Certificates[0].MatchesKey {
			t.Errorf("%s: %+v, want the key's certificate", test.name, key.Certificates)
		}
		if !slices.Equal(kinds(key.Facts), append([]string{}, test.facts...)) {
			t.Errorf("%s: facts %q, want %q", test.name, key.Facts, test.facts)
		}
	}
	if key := only(t, "{"+pair.public+`,"x5c":["`+strings.NewReplacer("+", "-", "/", "_").Replace(standard)+`"]}`); !key.Certificates[0].MatchesKey {
		t.Errorf("base64url: %+v, want the key's certificate", key.Certificates)
	}
}

func TestUnreadableCertificatesSayWhy(t *testing.T) {
	private := `-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----`
	tests := []struct{ element, want string }{
		{"AAAA", "x509: malformed certificate"},
		{"", "x509: malformed certificate"},
		{"%%%", "not base64"},
		{private, `PEM of "PRIVATE KEY", want a certificate`},
	}
	for _, test := range tests {
		key := only(t, strings.Replace(sampleEC, "{", `{"x5c":["`+test.element+`"],`, 1))
		if len(key.Certificates) != 1 || key.Certificates[0] != (inventory.Certificate{Problem: test.want}) {
			t.Errorf("%q: %+v, want %q", test.element, key.Certificates, test.want)
		}
	}
	chain := `"` + strings.Repeat(`AAAA","`, maxChain) + `AAAA"`
	key := only(t, strings.Replace(sampleEC, "{", `{"x5c":[`+chain+`],`, 1))
	if len(key.Certificates) != maxChain || !slices.Contains(kinds(key.Facts), "too-many x5c") {
		t.Errorf("%d certificates with %q, want %d and that there are more", len(key.Certificates), key.Facts, maxChain)
	}
}

// crypto/x509 refuses the curve; the certificate has its dates all the same.
func TestCertificateThatGoRefusesIsReadByItsOutline(t *testing.T) {
	keys, problem := DecodePEM("k1", []byte(secp256k1Certificate))
	if problem != nil {
		t.Fatal(problem.Detail)
	}
	certificate := keys[0].Certificates[0]
	if certificate.Problem != "" || !certificate.MatchesKey || certificate.SignatureAlgorithm != "ECDSA-SHA256" {
		t.Errorf("%+v, want a certificate of this key", certificate)
	}
	if want := time.Date(2036, 11, 19, 23, 37, 10, 0, time.UTC); !certificate.NotAfter.Equal(want) {
		t.Errorf("ends %s, want %s", certificate.NotAfter, want)
	}
}

func TestSelfIssuedCertificatesAreTold(t *testing.T) {
	pair := edPair(t)
	for issuer, want := range map[string]bool{"leaf": true, "root": false} {
		if got := certificate(signed(t, pair, "leaf", issuer), ""); got.SelfIssued != want {
			t.Errorf("issued by %s: self-issued %v, want %v", issuer, got.SelfIssued, want)
		}
	}
}
