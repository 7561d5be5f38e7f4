package jwks

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"strings"
	"testing"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Secrets in members that are not for them are told by kind; what is public, short
// or only names a secret is not.
func TestSecretsInOtherMembers(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	modulus, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	must := func(der []byte, err error) []byte {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return der
	}
	pkcs8, sec1 := must(x509.MarshalPKCS8PrivateKey(key)), must(x509.MarshalECPrivateKey(key))
	spki := must(x509.MarshalPKIXPublicKey(&key.PublicKey))
	armour := func(label string, der []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der}))
	}
	std := base64.StdEncoding.EncodeToString
	encrypted := append([]byte{0x30, 0x47, 0x30, 0x13, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0d, 0x30, 0x06, 0x30, 0x00, 0x30, 0x02, 0x05, 0x00, 0x04, 0x30}, make([]byte, 48)...)
	for _, c := range []struct{ name, value, what string }{
		{"pem", armour("PRIVATE KEY", pkcs8), "a PEM private key"},
		{"note", armour("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(modulus)), "a PEM private key"},
		{"note", strings.ReplaceAll(armour("EC PRIVATE KEY", sec1), "\n", `\n`), "a PEM private key"},
		{"note", std([]byte(armour("ENCRYPTED PRIVATE KEY", encrypted))), "a PEM private key in base64"},
		{"note", std(pkcs8), "a PKCS #8 private key"},
		{"note", b64(pkcs8), "a PKCS #8 private key"},
		{"note", std(encrypted), "an encrypted PKCS #8 private key"},
		{"note", b64(sec1), "a SEC 1 private key"},
		{"note", std(x509.MarshalPKCS1PrivateKey(modulus)), "a PKCS #1 private key"},
		{"store", std(append([]byte{0xfe, 0xed, 0xfe, 0xed}, make([]byte, 60)...)), "a Java key store"},
		{"privateKey", "not in any form that is known", ""},
		{"client_secret", "correct horse battery", ""},
		{"pem", armour("PUBLIC KEY", spki), "-"},
		{"note", std(spki), "-"},
		{"note", b64(x509.MarshalPKCS1PublicKey(&modulus.PublicKey)), "-"},
		{"privateKeyId", "2026-11-signing-key", "-"},
		{"secret", "no", "-"},
		{"digest", std(append([]byte{0x30, 0x51, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03, 0x05, 0x00, 0x04, 0x40}, make([]byte, 64)...)), "-"},
		{"xvalue", b64(make([]byte, 64)), "-"},
		{"kid", armour("PRIVATE KEY", pkcs8), "-"}, // registered: other rules judge it
	} {
		value, err := json.Marshal(c.value)
		if err != nil {
			t.Fatal(err)
		}
		body := fmt.Sprintf(`{%q:%s,%s`, c.name, value, sampleEC[1:])
		if c.name == "kid" {
			body = strings.Replace(body, `"kid":"e1",`, "", 1)
		}
		leaks := only(t, body).Leaks
		switch {
		case c.what == "-" && len(leaks) > 0:
			t.Errorf("%s of %.20q is a leak: %+v", c.name, c.value, leaks)
		case c.what != "-" && (len(leaks) != 1 || leaks[0] != inventory.Leak{Member: c.name, What: c.what}):
			t.Errorf("%s of %.20q: %+v, want %q", c.name, c.value, leaks, c.what)
		}
	}
}

func TestSecretsBesideTheKeysAndInNestedKeys(t *testing.T) {
	set, problem := Decode([]byte(`{"secret": "correct horse battery", "owner": "shop", "keys": [
		{"kty": "EC", "jwk": {"kty": "oct", "k": "Y29ycmVjdCBob3JzZQ"}}, {"kty": "EC", "jwk": {"kty": "EC", "crv": "P-256"}}]}`))
	if problem != nil {
		t.Fatal(problem.Detail)
	}
	if len(set.Leaks) != 1 || set.Leaks[0].Member != "secret" {
		t.Errorf("beside the keys: %+v", set.Leaks)
	}
	if leaks := set.Keys[0].Leaks; len(leaks) != 1 || leaks[0].What != "a private JWK" {
		t.Errorf("nested: %+v", leaks)
	}
	if leaks := set.Keys[1].Leaks; len(leaks) != 0 {
		t.Errorf("a nested public key: %+v", leaks)
	}
}
