package jwks

import (
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"slices"
	"strings"
	"testing"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Public keys that the standard library does not read, as OpenSSL writes them.
const (
	ed448PEM = `-----BEGIN PUBLIC KEY-----
MEMwBQYDK2VxAzoAynBqy1VnhL92DIXLe/ldX3hQQwVsu38yYs1qh1aFaM2yMq7E
kS4tNi1PlAlZ8SmY5ywKTp5cjJ6A
-----END PUBLIC KEY-----`
	x448PEM = `-----BEGIN PUBLIC KEY-----
MEIwBQYDK2VvAzkAW226zwE4l9MjRZ5N8wJIHDOy1U1pKrIRSrqhQEGx4tVvH/6Y
1Tl9MBoeFCeyPl00GvJ4renRSDg=
-----END PUBLIC KEY-----`
	secp256k1PEM = `-----BEGIN PUBLIC KEY-----
MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAEUcE1kVqf2635cVscLDrr8CD/wuWj/Xrz
+XR1OqDdfrzru3W6hhhvI9tYgVRsf7HzL7zxFJWKZkQoD4TQ1hdNfw==
-----END PUBLIC KEY-----`
	p192PEM = `-----BEGIN PUBLIC KEY-----
MEkwEwYHKoZIzj0CAQYIKoZIzj0DAQEDMgAE/MtuHSiJKRbpZDYxPo3Z4IQJ4qzO
y579eUBQvGVY2o0OuAbj1IkNISmH6oK1di77
-----END PUBLIC KEY-----`
	brainpoolPEM = `-----BEGIN PUBLIC KEY-----
MFowFAYHKoZIzj0CAQYJKyQDAwIIAQEHA0IABEuRnVKVPeB4dI5EpbqaUtfdzViC
TB+x6t8ESVaqe76lMAGjDH9PcfnIEMgh0QQVcvfEWfjBnvoFOS1Uz0U+ZVs=
-----END PUBLIC KEY-----`
	secp256k1Certificate = `-----BEGIN CERTIFICATE-----
MIIBYjCCAQmgAwIBAgIBBzAKBggqhkjOPQQDAjASMRAwDgYDVQQDDAdleGFtcGxl
MB4XDTI2MTEyMjIzMzcxMFoXDTM2MTExOTIzMzcxMFowEjEQMA4GA1UEAwwHZXhh
bXBsZTBWMBAGByqGSM49AgEGBSuBBAAKA0IABFHBNZFan9ut+XFbHCw66/Ag/8Ll
o/168/l0dTqg3X6867t1uoYYbyPbWIFUbH+x8y+88RSVimZEKA+E0NYXTX+jUzBR
MB0GA1UdDgQWBBTy2Mc7S7Rn6rwvRcfxSe28Kv5n8TAfBgNVHSMEGDAWgBTy2Mc7
S7Rn6rwvRcfxSe28Kv5n8TAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0cA
MEQCIC/KzcCa135DE/KUZLDPIgSTRphA0ied7YjerczVc66YAiBcJEbbHfg3S4fp
kH8lOCRnLi5bC8u3YcPWKAVLg7RPAg==
-----END CERTIFICATE-----`
)

// A pinned PEM key and the published JWK are one key: their thumbprints agree.
func TestPEMAndJWKHaveOneThumbprint(t *testing.T) {
	for _, pair := range pairs(t) {
		want := only(t, "{"+pair.public+"}")
		for form, text := range armours(t, pair) {
			keys, problem := DecodePEM("pin", []byte(text))
			if problem != nil {
				t.Fatalf("%s %s: %s", pair.name, form, problem.Detail)
			}
			if len(keys) != 1 || keys[0].Thumbprint != want.Thumbprint || keys[0].Kid != "pin" || keys[0].Kty != want.Kty ||
				keys[0].Crv != want.Crv || keys[0].Bits != want.Bits {
				t.Errorf("%s %s: %+v\nwant %+v", pair.name, form, keys, want)
			}
		}
	}
}

// armours writes a public key in every form in which configurations hold it.
func armours(t *testing.T, pair pair) map[string]string {
	t.Helper()
	public, ok := pair.secret.(interface{ Public() crypto.PublicKey })
	if !ok {
		t.Fatalf("%s has no public half", pair.name)
	}
	der, err := x509.MarshalPKIXPublicKey(public.Public())
	must(t, err)
	armoured := string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
	forms := map[string]string{
		"PEM":            armoured,
		"one line":       strings.ReplaceAll(armoured, "\n", " "),
		"escaped breaks": strings.ReplaceAll(armoured, "\n", `\n`),
		"text around":    "key of example.org\r\n" + strings.ReplaceAll(armoured, "\n", "\r\n") + "end",
		"bare base64":    base64.StdEncoding.EncodeToString(der),
	}
	if key, ok := public.Public().(*rsa.PublicKey); ok {
		forms["PKCS #1"] = string(pem.EncodeToMemory(&pem.Block{Type: "RSA PUBLIC KEY", Bytes: x509.MarshalPKCS1PublicKey(key)}))
	}
	if pair.name != "X25519" {
		forms["certificate"] = string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certified(t, pair)}))
		forms["bare certificate"] = base64.StdEncoding.EncodeToString(certified(t, pair))
	}
	return forms
}

func TestPEMBeyondTheStandardLibrary(t *testing.T) {
	tests := []struct{ text, jwk string }{
		{ed448PEM, `{"kty":"OKP","crv":"Ed448","x":"ynBqy1VnhL92DIXLe_ldX3hQQwVsu38yYs1qh1aFaM2yMq7EkS4tNi1PlAlZ8SmY5ywKTp5cjJ6A"}`},
		{x448PEM, `{"kty":"OKP","crv":"X448","x":"W226zwE4l9MjRZ5N8wJIHDOy1U1pKrIRSrqhQEGx4tVvH_6Y1Tl9MBoeFCeyPl00GvJ4renRSDg"}`},
		{secp256k1PEM, `{"kty":"EC","crv":"secp256k1","x":"UcE1kVqf2635cVscLDrr8CD_wuWj_Xrz-XR1OqDdfrw","y":"67t1uoYYbyPbWIFUbH-x8y-88RSVimZEKA-E0NYXTX8"}`},
		{p192PEM, `{"kty":"EC","crv":"P-192","x":"_MtuHSiJKRbpZDYxPo3Z4IQJ4qzOy579","y":"eUBQvGVY2o0OuAbj1IkNISmH6oK1di77"}`},
	}
	for _, test := range tests {
		keys, problem := DecodePEM("", []byte(test.text))
		if problem != nil {
			t.Fatalf("%s: %s", test.jwk, problem.Detail)
		}
		if want := only(t, test.jwk); keys[0].Thumbprint != want.Thumbprint || keys[0].Bits != want.Bits || want.Thumbprint == "" {
			t.Errorf("%+v, want %+v", keys[0], want)
		}
	}
	keys, problem := DecodePEM("", []byte(brainpoolPEM))
	if problem != nil || keys[0].Problem != "elliptic curve 1.3.36.3.3.2.8.1.1.7 is not known" || keys[0].Thumbprint != "" {
		t.Errorf("%+v, %v; want a key on a curve that is not known", keys, problem)
	}
}

func TestPEMWithSeveralBlocks(t *testing.T) {
	pair := rsaPair(t)
	armour := func(subject, issuer string) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: signed(t, pair, subject, issuer)}))
	}
	leaf, middle, root := armour("leaf", "middle"), armour("middle", "root"), armour("root", "root")
	public := armours(t, pair)["PEM"]
	private := "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n"
	tests := []struct {
		name, text string
		problems   []string // of each key
		chain      int      // certificates of the first
	}{
		{"two keys", public + ed448PEM, []string{"", ""}, 0},
		{"a chain", leaf + middle + root, []string{""}, 3},
		{"a chain and a key", leaf + root + middle + public, []string{"", "", "", ""}, 1},
		{"two of one name", root + root, []string{"", ""}, 1},
		{"certificates apart", leaf + public + middle, []string{"", "", ""}, 1},
		{"a private key", private, []string{`found PEM of "RSA PRIVATE KEY", want ` + wantPEM}, 0},
		{"a private key before a public one", private + public, []string{`found PEM of "RSA PRIVATE KEY", want ` + wantPEM, ""}, 0},
		{"parameters before a key", "-----BEGIN EC PARAMETERS-----\nAAAA\n-----END EC PARAMETERS-----\n" + public, []string{""}, 0},
		{"a bad certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", []string{"certificate: x509: malformed certificate"}, 0},
		{"a bad key", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", []string{"not a SubjectPublicKeyInfo"}, 0},
		{"no base64", "-----BEGIN PUBLIC KEY-----\n***\n-----END PUBLIC KEY-----\n", []string{`found PEM of "PUBLIC KEY" that is not base64, want ` + wantPEM}, 0},
	}
	for _, test := range tests {
		keys, problem := DecodePEM("kid", []byte(test.text))
		if problem != nil {
			t.Fatalf("%s: %s", test.name, problem.Detail)
		}
		var problems []string
		for i, key := range keys {
			problems = append(problems, key.Problem)
			if key.Kid != "kid" || key.Index != i {
				t.Errorf("%s: key %d has kid %q and index %d", test.name, i, key.Kid, key.Index)
			}
		}
		if !slices.Equal(problems, test.problems) || len(keys[0].Certificates) != test.chain {
			t.Errorf("%s: problems %q and a chain of %d, want %q and %d", test.name, problems, len(keys[0].Certificates), test.problems, test.chain)
		}
	}
	keys, _ := DecodePEM("", []byte(private))
	if !slices.Equal(keys[0].Private, []inventory.PrivateMember{{Name: "d"}}) {
		t.Errorf("%+v, want a private member", keys[0].Private)
	}
}

func TestTextWithoutKeysIsAProblem(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", "text without PEM"},
		{"hello", "text without PEM"},
		{"AAAA", "text without PEM"},
		{"-----BEGIN ", "PEM that breaks off"},
		{"-----BEGIN PUBLIC KEY-----\nAAAA", "PEM that breaks off"},
		{"-----BEGIN PGP \x1b-----\nAAAA\n-----END PGP-----", `PEM of "PGP \x1b"`},
	}
	for _, test := range tests {
		keys, problem := DecodePEM("", []byte(test.text))
		if keys != nil || problem == nil || problem.Kind != inventory.ProblemUnreadable || problem.Detail != "found "+test.want+", want "+wantPEM {
			t.Errorf("%q: %v, %v; want %q", test.text, keys, problem, test.want)
		}
	}
}

// A map of kid to certificate is no JWK Set, but its keys can be compared.
func TestCertificateMapsAreRead(t *testing.T) {
	pair := rsaPair(t)
	forms := armours(t, pair)
	body, err := json.Marshal(map[string]any{"1": forms["certificate"], "2": forms["PEM"], "3": 7, "4": "-----BEGIN X"})
	must(t, err)
	set, problem := Decode(body)
	if problem != nil {
		t.Fatal(problem.Detail)
	}
	var kids []string
	for i, key := range set.Keys {
		kids = append(kids, key.Kid)
		if key.Index != i {
			t.Errorf("key %d has index %d", i, key.Index)
		}
	}
	if set.Form != inventory.FormCertificateMap || !slices.Equal(kids, []string{"1", "2", "4"}) || !slices.Equal(kinds(set.Facts), []string{"wrong-type 3"}) {
		t.Errorf("form %d, kids %q, facts %q", set.Form, kids, set.Facts)
	}
	want := only(t, "{"+pair.public+"}").Thumbprint
	if set.Keys[0].Thumbprint != want || set.Keys[1].Thumbprint != want || !set.Keys[0].Certificates[0].MatchesKey {
		t.Errorf("%+v, want thumbprint %s", set.Keys, want)
	}
	if set.Keys[2].Problem == "" {
		t.Errorf("%+v, want a problem", set.Keys[2])
	}
}
