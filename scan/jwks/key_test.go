package jwks

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

func TestEveryKeyTypeIsRead(t *testing.T) {
	zeros := func(octets int) string { return b64(make([]byte, octets)) }
	tests := []struct {
		name, body string
		bits       int
		half       string // the field that holds the public half
		facts      []string
	}{
		{"RSA", sampleRSA, 2048, "RSA", nil},
		{"RSA beyond what go-jose reads", `{"kty":"RSA","e":"AQAB","n":"` + b64(append([]byte{128}, make([]byte, 4095)...)) + `"}`, 32768, "RSA", nil},
		{"RSA of zeros", `{"kty":"RSA","n":"AA","e":"AA"}`, 0, "RSA", nil},
		{"RSA with leading zeros", `{"kty":"RSA","n":"AAAAgA","e":"AAEAAQ"}`, 8, "RSA", []string{"leading-zero n", "leading-zero e"}},
		{"P-256", sampleEC, 256, "EC", nil},
		{"P-192", `{"kty":"EC","crv":"P-192","x":"` + zeros(24) + `","y":"` + zeros(24) + `"}`, 192, "EC", nil},
		{"P-224", `{"kty":"EC","crv":"P-224","x":"` + zeros(28) + `","y":"` + zeros(28) + `"}`, 224, "EC", nil},
		{"P-384", `{"kty":"EC","crv":"P-384","x":"` + zeros(48) + `","y":"` + zeros(48) + `"}`, 384, "EC", nil},
		{"P-521", `{"kty":"EC","crv":"P-521","x":"` + zeros(66) + `","y":"` + zeros(66) + `"}`, 521, "EC", nil},
		{"secp256k1", `{"kty":"EC","crv":"secp256k1","x":"` + zeros(32) + `","y":"` + zeros(32) + `"}`, 256, "EC", nil},
		{"P-521 with the coordinates of P-256", `{"kty":"EC","crv":"P-521","x":"` + sampleX + `","y":"` + sampleY + `"}`, 521, "EC", []string{"length x", "length y"}},
		{"Ed25519", sampleOKP, 255, "OKP", nil},
		{"X25519", `{"kty":"OKP","crv":"X25519","x":"` + zeros(32) + `"}`, 255, "OKP", nil},
		{"Ed448", `{"kty":"OKP","crv":"Ed448","x":"` + zeros(57) + `"}`, 448, "OKP", nil},
		{"X448", `{"kty":"OKP","crv":"X448","x":"` + zeros(56) + `"}`, 448, "OKP", nil},
		{"Ed448 of another length", `{"kty":"OKP","crv":"Ed448","x":"` + zeros(56) + `"}`, 448, "OKP", []string{"length x"}},
		{"ML-DSA-44", `{"kty":"AKP","alg":"ML-DSA-44","pub":"` + zeros(1312) + `"}`, 0, "AKP", nil},
		{"ML-DSA-65", `{"kty":"AKP","alg":"ML-DSA-65","pub":"` + zeros(1952) + `"}`, 0, "AKP", nil},
		{"ML-DSA-87", `{"kty":"AKP","alg":"ML-DSA-87","pub":"` + zeros(2592) + `"}`, 0, "AKP", nil},
		{"ML-DSA-87 of another length", `{"kty":"AKP","alg":"ML-DSA-87","pub":"` + zeros(1952) + `"}`, 0, "AKP", []string{"length pub"}},
		{"AKP of an unknown algorithm", `{"kty":"AKP","alg":"NEW","pub":"AAAA"}`, 0, "AKP", nil},
		{"oct", `{"kty":"oct","k":"AAAAAAAAAAA"}`, 64, "Oct", nil},
		{"kty and crv in another case", `{"kty":"okp","crv":"ED25519","x":"` + zeros(32) + `"}`, 255, "OKP", []string{"case kty", "case crv"}},
		{"members in another case", `{"KTY":"RSA","N":"gAE","E":"Aw"}`, 16, "RSA", []string{"case KTY", "case N", "case E"}},
		{"the right case counts", `{"kty":"RSA","N":"AQ","n":"gAE","E":"AQ","e":"Aw"}`, 16, "RSA", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			key := only(t, test.body)
			if key.Problem != "" || key.Bits != test.bits {
				t.Errorf("problem %q and %d bits, want none and %d", key.Problem, key.Bits, test.bits)
			}
			if halves := halvesOf(&key); !slices.Equal(halves, []string{test.half}) {
				t.Errorf("public halves %q, want %s", halves, test.half)
			}
			if !slices.Equal(kinds(key.Facts), append([]string{}, test.facts...)) {
				t.Errorf("facts %q, want %q", key.Facts, test.facts)
			}
		})
	}
}

// halvesOf names the fields of the public half that are set.
func halvesOf(key *inventory.Key) []string {
	var set []string
	for _, name := range []string{"RSA", "EC", "OKP", "AKP", "Oct"} {
		if !reflect.ValueOf(key).Elem().FieldByName(name).IsNil() {
			set = append(set, name)
		}
	}
	return set
}

func TestWhyAKeyCannotBeReadIsSaid(t *testing.T) {
	tests := []struct {
		body, problem string
		facts         []string
	}{
		{`{"kty":"","n":"AQ"}`, "kty is empty, want RSA, EC, OKP, AKP or oct", []string{"missing kty"}},
		{`{"kty":7}`, "kty is a number, want RSA", []string{"wrong-type kty"}},
		{`{"kty":"FOO\u001b"}`, `kty is "FOO\x1b", want RSA`, nil},
		{`{"kty":"RSA"}`, "n is absent, want base64url", []string{"missing n", "missing e"}},
		{`{"kty":"RSA","n":"AQ","e":65537}`, "e is a number, want base64url", []string{"wrong-type e"}},
		{`{"kty":"RSA","n":"","e":"AQAB"}`, "n is empty, want base64url", []string{"missing n"}},
		{`{"kty":"RSA","n":"!","e":"AQAB"}`, "n is not base64url", []string{"alphabet n"}},
		{`{"kty":"RSA","n":"A","e":"AQAB"}`, "n holds no octets", []string{"non-canonical n"}},
		{`{"kty":"EC","x":"AQ","y":"AQ"}`, "crv is absent, want a curve", []string{"missing crv"}},
		{`{"kty":"EC","crv":"brainpoolP256r1","x":"AQ","y":"AQ"}`, `crv is "brainpoolP256r1", want a registered curve of EC`, nil},
		{`{"kty":"EC","crv":"Ed25519","x":"AQ","y":"AQ"}`, `crv is "Ed25519", want a registered curve of EC`, nil},
		{`{"kty":"EC","crv":"P-256","x":"` + sampleX + `"}`, "y is absent, want base64url", []string{"missing y"}},
		{`{"kty":"OKP","crv":"P-256","x":"AQ"}`, `crv is "P-256", want a registered curve of OKP`, nil},
		{`{"kty":"AKP","pub":"AQ"}`, "alg is absent, want an algorithm", []string{"missing alg"}},
		{`{"kty":"AKP","alg":"ML-DSA-44"}`, "pub is absent, want base64url", []string{"missing pub"}},
		{`{"kty":"oct"}`, "k is absent, want base64url", []string{"missing k"}},
	}
	for _, test := range tests {
		key := only(t, test.body)
		if !strings.HasPrefix(key.Problem, test.problem) || key.Thumbprint != "" || len(halvesOf(&key)) > 0 {
			t.Errorf("%s: problem %q, thumbprint %q, halves %q; want %q and nothing else",
				test.body, key.Problem, key.Thumbprint, halvesOf(&key), test.problem)
		}
		if !slices.Equal(kinds(key.Facts), append([]string{}, test.facts...)) {
			t.Errorf("%s: facts %q, want %q", test.body, key.Facts, test.facts)
		}
	}
}

// All of these are read as the exponent 65537 by one reader or another.
func TestLooseBase64IsReadAndRecorded(t *testing.T) {
	tests := []struct {
		e     string
		facts []string
	}{
		{"AQAB", nil},
		{"AQAB==", []string{"padding e"}},
		{"AQAB\\r\\n", []string{"alphabet e"}},
		{" A Q\\tAB", []string{"alphabet e"}},
		{"AQABA", []string{"non-canonical e"}},
		{"AAEAAQ==", []string{"padding e", "leading-zero e"}},
		{"AAEAAR", []string{"non-canonical e", "leading-zero e"}},
		{`\u0041QAB`, nil},
	}
	for _, test := range tests {
		key := only(t, `{"kty":"RSA","n":"`+sampleN+`","e":"`+test.e+`"}`)
		if key.RSA == nil || key.RSA.E.Int64() != 65537 {
			t.Errorf("%q: %v, want 65537", test.e, key.RSA)
		}
		if !slices.Equal(kinds(key.Facts), append([]string{}, test.facts...)) {
			t.Errorf("%q: facts %q, want %q", test.e, key.Facts, test.facts)
		}
		if want := only(t, sampleRSA).Thumbprint; key.Thumbprint != want {
			t.Errorf("%q: thumbprint %s, want that of the key, %s", test.e, key.Thumbprint, want)
		}
	}
	for _, e := range []string{"AQ=AB", "AQ.AB", "AQ\u00e4B", "{}"} {
		if key := only(t, `{"kty":"RSA","n":"`+sampleN+`","e":"`+e+`"}`); key.RSA != nil {
			t.Errorf("%q: read, want a problem", e)
		}
	}
	standard := only(t, `{"kty":"OKP","crv":"Ed25519","x":"`+strings.NewReplacer("_", "/").Replace("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")+`"}`)
	if standard.Thumbprint != only(t, sampleOKP).Thumbprint || !slices.Equal(kinds(standard.Facts), []string{"alphabet x"}) {
		t.Errorf("%+v, want the key in the other alphabet", standard)
	}
}

func TestDescriptiveMembers(t *testing.T) {
	key := only(t, `{"kty":"oct","k":"AA","kid":"a","kid":"b","use":"SIG","alg":"HS256","key_ops":["verify",1,"sign"],`+
		`"x5t":"t","x5t#S256":"u","x5u":"https://example.org/x","crv":null,"unknown":{"d":1}}`)
	if key.Kid != "b" || key.Use != "SIG" || key.Alg != "HS256" || key.X5T != "t" || key.X5TS256 != "u" || key.X5U != "https://example.org/x" {
		t.Errorf("%+v", key)
	}
	if !slices.Equal(key.KeyOps, []string{"verify", "sign"}) {
		t.Errorf("key_ops %q", key.KeyOps)
	}
	want := []string{"kty", "k", "kid", "kid", "use", "alg", "key_ops", "x5t", "x5t#S256", "x5u", "crv", "unknown"}
	if !slices.Equal(key.Members, want) {
		t.Errorf("members %q, want %q", key.Members, want)
	}
	if got := kinds(key.Facts); !slices.Equal(got, []string{"duplicate-member kid", "wrong-type crv", "case use", "wrong-type key_ops"}) {
		t.Errorf("facts %q", got)
	}
}

func TestWrongTypesAreRecordedWithWhatStoodThere(t *testing.T) {
	tests := []struct{ member, detail string }{
		{`"kid":42`, "a number (42), want a string"},
		{`"kid":` + strings.Repeat("1", 100), "a number, want a string"},
		{`"kid":null`, "null, want a string"},
		{`"alg":["RS256"]`, "an array, want a string"},
		{`"use":{}`, "an object, want a string"},
		{`"x5u":true`, "a boolean, want a string"},
		{`"key_ops":"sign"`, "a string, want an array of strings"},
		{`"key_ops":{}`, "an object, want an array of strings"},
		{`"key_ops":[{}]`, "element 0 is an object, want a string"},
		{`"exp":"1"`, "a string, want a number"},
		{`"revoked":true`, "a boolean, want an object"},
	}
	for _, test := range tests {
		key := only(t, `{"kty":"oct","k":"AA",`+test.member+`}`)
		if len(key.Facts) != 1 || key.Facts[0].Kind != inventory.FactWrongType || key.Facts[0].Detail != test.detail {
			t.Errorf("%s: %q, want wrong-type: %s", test.member, key.Facts, test.detail)
		}
	}
}

func TestDates(t *testing.T) {
	tests := []struct {
		text    string
		seconds float64
		time    time.Time
	}{
		{"1767323045", 1767323045, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)},
		{"1767323045.5", 1767323045.5, time.Date(2026, 1, 2, 3, 4, 5, 5e8, time.UTC)},
		{`"1767323045"`, 1767323045, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)},
		{"0", 0, time.Unix(0, 0).UTC()},
		{"-1", -1, time.Date(1969, 12, 31, 23, 59, 59, 0, time.UTC)},
		{"1767323045000", 1767323045000, time.Time{}}, // milliseconds
		{"1e400", math.MaxFloat64, time.Time{}},
		{"-1e400", -math.MaxFloat64, time.Time{}},
	}
	for _, test := range tests {
		key := only(t, `{"kty":"oct","k":"AA","exp":`+test.text+`}`)
		if key.Expires == nil || key.Expires.Seconds != test.seconds || !key.Expires.Time.Equal(test.time) {
			t.Errorf("%s: %v, want %v and %v", test.text, key.Expires, test.seconds, test.time)
		}
	}
	for _, text := range []string{`"soon"`, `"NaN"`, "null", "[]", "true"} {
		key := only(t, `{"kty":"oct","k":"AA","nbf":`+text+`}`)
		if key.NotBefore != nil || !slices.Equal(kinds(key.Facts), []string{"wrong-type nbf"}) {
			t.Errorf("%s: %v with %q, want no date and its wrong type", text, key.NotBefore, key.Facts)
		}
	}
}

func TestRevokedIsWhatTheMemberSays(t *testing.T) {
	tests := map[string]bool{`{"revoked_at":1}`: true, `true`: true, `"2026"`: true, `false`: false, `null`: false}
	for value, want := range tests {
		if key := only(t, `{"kty":"oct","k":"AA","revoked":`+value+`}`); key.Revoked != want || !key.Has("revoked") {
			t.Errorf("%s: revoked %v, want %v", value, key.Revoked, want)
		}
	}
}
