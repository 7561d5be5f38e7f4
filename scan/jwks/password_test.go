package jwks

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestPasswordsOfURLsAreHidden(t *testing.T) {
	for address, want := range map[string]string{
		"https://idp.example.com/jwks":                "https://idp.example.com/jwks",
		"https://idp.example.com/a@b":                 "https://idp.example.com/a@b",
		"https://audit:s3cret@idp.example.com/jwks":   "https://audit:xxxxx@idp.example.com/jwks",
		"https://audit:s3@cret@idp.example.com?x=a@b": "https://audit:xxxxx@idp.example.com?x=a@b",
		"https://audit:%zz@idp.example.com":           "https://audit:xxxxx@idp.example.com",
		"https://s3cret@idp.example.com":              "https://xxxxx@idp.example.com",
		"//audit:s3cret@idp.example.com":              "//audit:xxxxx@idp.example.com",
		"mailto:audit@example.com":                    "mailto:audit@example.com",
		"":                                            "",
	} {
		if got := hidePassword(address); got != want {
			t.Errorf("%q becomes %q, want %q", address, got, want)
		}
	}
}

// TestDocumentsKeepNoPassword decodes documents that hold one in every URL.
func TestDocumentsKeepNoPassword(t *testing.T) {
	const canary = "s3cret"
	address := `"https://audit:` + canary + `@idp.example.com/x"`
	keys, problem := Decode([]byte(`{"keys": [{"kty": "EC", "crv": "P-256", "kid": "a", "x5u": ` + address + `}]}`))
	if problem != nil {
		t.Fatal(problem)
	}
	metadata, problem := DecodeDiscovery([]byte(`{"issuer": ` + address + `, "jwks_uri": ` + address + `, "signed_jwks_uri": ` + address +
		`, "token_endpoint": ` + address + `}`))
	if problem != nil {
		t.Fatal(problem)
	}
	for _, document := range []any{keys, metadata} {
		text, err := json.Marshal(document)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), "audit:xxxxx@") || strings.Contains(string(text), canary) {
			t.Errorf("decoded as %s, want the password as xxxxx", text)
		}
	}
}
