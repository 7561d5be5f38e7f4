package jwks

import (
	"testing"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// jwt is a JWT of the given header and payload whose signature nobody made.
func jwt(header, payload string) []byte {
	return []byte(b64([]byte(header)) + "." + b64([]byte(payload)) + "." + b64([]byte("no signature")) + "\n")
}

func TestSignedKeySet(t *testing.T) {
	body := jwt(`{"typ":"jwk-set+jwt","alg":"ES256","kid":"fed-1"}`,
		`{"iss":"https://op.example.com","sub":"https://op.example.com","iat":1793491200,"exp":1793577600,"keys":[`+sampleEC+`]}`)
	if kind := Sniff(body); kind != KindKeySet {
		t.Errorf("sniffed as %d", kind)
	}
	set, problem := Decode(body)
	if problem != nil {
		t.Fatal(problem.Detail)
	}
	got := set.Signed
	if set.Form != inventory.FormSigned || got == nil || len(set.Keys) != 1 || set.Keys[0].Kid != "e1" {
		t.Fatalf("%+v", set)
	}
	if got.Type != "jwk-set+jwt" || got.Algorithm != "ES256" || got.Kid != "fed-1" ||
		got.Issuer != "https://op.example.com" || got.Subject != got.Issuer ||
		got.IssuedAt.Seconds != 1793491200 || got.Expires.Seconds != 1793577600 {
		t.Errorf("%+v", got)
	}
}

func TestOtherJWTsAreNoKeySets(t *testing.T) {
	inner := string(jwt(`{"alg":"none"}`, `{"keys":[]}`))
	for name, body := range map[string][]byte{
		"no keys": jwt(`{"alg":"none"}`, `{"iss":"x"}`), "a bare key": jwt(`{"alg":"none"}`, sampleEC),
		"no JSON": jwt(`{"alg":"none"}`, "text"), "another JWT": jwt(`{"alg":"none"}`, inner[:len(inner)-1]),
		"no base64": []byte(`eyJhbGciOiJub25lIn0.{"keys":[]}.AA`),
	} {
		if set, problem := Decode(body); problem == nil {
			t.Errorf("%s: %+v", name, set)
		}
	}
}

func TestTrustBundle(t *testing.T) {
	for text, want := range map[string]struct{ sequence, hint uint64 }{
		`{"spiffe_sequence":18446744073709551615,"spiffe_refresh_hint":300,"keys":[]}`: {18446744073709551615, 300},
		`{"spiffe_sequence":7,"keys":[]}`:                                              {7, 0},
		`{"spiffe_sequence":1.5,"spiffe_refresh_hint":"300","keys":[]}`:                {0, 0},
		`{"spiffe_sequence":-1,"keys":[]}`:                                             {0, 0},
	} {
		set, problem := Decode([]byte(text))
		if problem != nil || set.Bundle == nil {
			t.Fatalf("%s: %v", text, problem)
		}
		value := func(n *uint64) uint64 {
			if n == nil {
				return 0
			}
			return *n
		}
		if value(set.Bundle.Sequence) != want.sequence || value(set.Bundle.RefreshHint) != want.hint {
			t.Errorf("%s: %+v", text, set.Bundle)
		}
		wrong := len(set.Facts)
		if missing := (want.sequence == 0) != (wrong > 0); missing {
			t.Errorf("%s: facts %v", text, set.Facts)
		}
	}
	if set, _ := Decode([]byte(`{"keys":[]}`)); set.Bundle != nil {
		t.Error("a plain set is a bundle")
	}
}

func TestRevocation(t *testing.T) {
	for text, want := range map[string]float64{
		`{"kty":"EC","revoked":{"revoked_at":1661151600,"reason":"compromised"}}`: 1661151600,
		`{"kty":"EC","revoked":{}}`: 0, `{"kty":"EC","revoked":true}`: 0,
	} {
		key := only(t, text)
		if at := key.RevokedAt; !key.Revoked || (at == nil) != (want == 0) || at != nil && at.Seconds != want {
			t.Errorf("%s: revoked %t at %v", text, key.Revoked, at)
		}
	}
}
