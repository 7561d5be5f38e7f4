package jwks

import (
	"errors"
	"strings"
	"testing"
)

func TestWhatGoJoseSaysIsKept(t *testing.T) {
	tests := []struct{ jwk, want string }{
		{sampleRSA, ""},
		{sampleEC, ""},
		{`{"kty":"oct","k":"AAAA"}`, ""},
		{`{"kty":"oct","k":"AA=="}`, "illegal base64 data at input byte 0"},
		{`{"kty":"oct"}`, "missing k value"},
		{`{"kty":"RSA","n":"AQ==","e":"AQAB"}`, "illegal base64 data"},
		{`{"kty":"RSA","n":"` + b64(append([]byte{128}, make([]byte, 512)...)) + `","e":"AQAB"}`, "modulus too large"},
		{`{"kty":"EC","crv":"secp256k1","x":"` + sampleX + `","y":"` + sampleY + `"}`, "unsupported elliptic curve 'secp256k1'"},
		{`{"kty":"EC","crv":"P-256","x":"` + sampleY + `","y":"` + sampleX + `"}`, "not on declared curve"},
		{`{"kty":"OKP","crv":"X25519","x":"AQ"}`, "unsupported key type"},
		{`{"kty":"AKP","alg":"ML-DSA-44","pub":"AQ"}`, "unsupported key type"},
		{`{"kty":"EC","kty":"EC"}`, "duplicate key 'kty'"},
		{`{}`, "missing json web key type"},
		{`7`, "cannot unmarshal number"},
	}
	for _, test := range tests {
		set, problem := Decode([]byte(`{"keys":[` + test.jwk + `]}`))
		if problem != nil {
			t.Fatal(problem.Detail)
		}
		got := set.Keys[0].Rejected
		if (got == "") != (test.want == "") || !strings.Contains(got, test.want) || strings.Contains(got, "go-jose") {
			t.Errorf("%s: rejected by %q, want %q", test.jwk, got, test.want)
		}
	}
}

// One neighbour that go-jose refuses, or that makes it panic, costs the others nothing.
func TestRejectionIsOfOneKey(t *testing.T) {
	set, problem := decode([]byte(`{"keys":[{"kid":"panic"},{"kid":"long"},`+sampleEC+`]}`), func(jwk []byte) error {
		switch {
		case strings.Contains(string(jwk), "panic"):
			panic("index out of range")
		case strings.Contains(string(jwk), "long"):
			return errors.New("\x1b[31m" + strings.Repeat("ä", maxRejection))
		}
		return nil
	})
	if problem != nil {
		t.Fatal(problem.Detail)
	}
	if got := set.Keys[0].Rejected; got != "panic while reading the key" {
		t.Errorf("a panic: %q", got)
	}
	if got := set.Keys[1].Rejected; !strings.HasPrefix(got, "?[31mä") || len(got) > maxRejection+len("...") || !strings.HasSuffix(got, "ä...") {
		t.Errorf("a long message: %q", got)
	}
	if got := set.Keys[2]; got.Rejected != "" || got.EC == nil {
		t.Errorf("the neighbour: %+v", got)
	}
}
