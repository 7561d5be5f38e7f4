package jwks

import (
	"encoding/base64"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

func TestPrivateHalvesAreProved(t *testing.T) {
	all := pairs(t)
	for i, pair := range all {
		t.Run(pair.name, func(t *testing.T) {
			key := only(t, "{"+pair.public+","+pair.private+"}")
			if len(key.Private) != strings.Count(pair.private, ":") {
				t.Errorf("private members %v, want those of %d", key.Private, strings.Count(pair.private, ":"))
			}
			for _, member := range key.Private {
				if !member.Matches || member.Octets == 0 || member.Empty {
					t.Errorf("%+v, want a match", member)
				}
			}
			for _, other := range all[:i] {
				for _, member := range only(t, "{"+pair.public+","+other.private+"}").Private {
					if member.Matches {
						t.Errorf("%s of a key of %s matches", member.Name, other.name)
					}
				}
			}
			without := only(t, "{"+pair.public+"}")
			if without.Thumbprint != key.Thumbprint || without.Rejected != key.Rejected || len(without.Private) != 0 {
				t.Errorf("%+v\n%+v\nwant the same public key", key, without)
			}
		})
	}
}

// Parts of an RSA private key are as good as all of it.
func TestPartsOfAnRSAPrivateKeyAreProved(t *testing.T) {
	key, other := rsaPair(t), rsaPair(t)
	parts, others := strings.Split(key.private, ","), strings.Split(other.private, ",")
	const d, p, q, dp = 0, 1, 2, 3
	tests := []struct {
		name, private string
		matching      []string
	}{
		{"d alone", parts[d], []string{"d"}},
		{"p alone", parts[p], []string{"p"}},
		{"q alone", parts[q], []string{"q"}},
		{"q and d", parts[q] + "," + parts[d], []string{"d", "q"}},
		{"p and dp", parts[p] + "," + parts[dp], []string{"p", "dp"}},
		{"dp alone cannot be proved", parts[dp], nil},
		{"d of another key", others[d], nil},
		{"d of another key, but p", others[d] + "," + parts[p], []string{"p"}},
		{"d, but p of another key", parts[d] + "," + others[p], []string{"d"}},
		{"n as p", strings.Replace(strings.Split(key.public, ",")[1], `"n"`, `"p"`, 1), nil},
		{"one as p", `"p":"AQ"`, nil},
	}
	for _, test := range tests {
		var matching []string
		for _, member := range only(t, "{"+key.public+","+test.private+"}").Private {
			if member.Matches {
				matching = append(matching, member.Name)
			}
		}
		if !slices.Equal(matching, test.matching) {
			t.Errorf("%s: %q match, want %q", test.name, matching, test.matching)
		}
	}
}

func TestPrivateMembersAreMeasured(t *testing.T) {
	tests := []struct {
		member string
		want   inventory.PrivateMember
		facts  []string
	}{
		{`"d":"AAAA"`, inventory.PrivateMember{Name: "d", Octets: 3}, nil},
		{`"D":"AAAA"`, inventory.PrivateMember{Name: "d", Octets: 3}, []string{"case D"}},
		{`"d":"AAAA="`, inventory.PrivateMember{Name: "d", Octets: 3}, nil},
		{`"d":""`, inventory.PrivateMember{Name: "d", Empty: true}, nil},
		{`"d":null`, inventory.PrivateMember{Name: "d", Empty: true}, []string{"wrong-type d"}},
		{`"d":"not base64"`, inventory.PrivateMember{Name: "d", Octets: 6}, []string{}},
		{`"d":"***"`, inventory.PrivateMember{Name: "d"}, nil},
		{`"d":123456789`, inventory.PrivateMember{Name: "d"}, []string{"wrong-type d"}},
		{`"d":{"x":"y"}`, inventory.PrivateMember{Name: "d"}, []string{"wrong-type d"}},
		{`"d":false`, inventory.PrivateMember{Name: "d", Empty: true}, []string{"wrong-type d"}},
		{`"oth":[]`, inventory.PrivateMember{Name: "oth", Empty: true}, nil},
		{`"oth":[ { } ]`, inventory.PrivateMember{Name: "oth", Empty: true}, nil},
		{`"oth":[{"r":"AA"}]`, inventory.PrivateMember{Name: "oth"}, nil},
		{`"oth":"AAAA"`, inventory.PrivateMember{Name: "oth", Octets: 3}, []string{"wrong-type oth"}},
		{`"k":"AAAA"`, inventory.PrivateMember{Name: "k", Octets: 3}, nil},
		{`"priv":"AAAA"`, inventory.PrivateMember{Name: "priv", Octets: 3}, nil},
	}
	for _, test := range tests {
		key := only(t, strings.Replace(sampleEC, "{", "{"+test.member+",", 1))
		if !slices.Equal(key.Private, []inventory.PrivateMember{test.want}) {
			t.Errorf("%s: %+v, want %+v", test.member, key.Private, test.want)
		}
		if !slices.Equal(kinds(key.Facts), append([]string{}, test.facts...)) {
			t.Errorf("%s: facts %q, want %q", test.member, key.Facts, test.facts)
		}
	}
	key := only(t, `{"kty":"oct","k":"AAAA"}`)
	if key.Oct == nil || key.Oct.Octets != 3 || len(key.Private) != 1 || key.Private[0].Octets != 3 {
		t.Errorf("%+v, want a symmetric key of 3 octets", key)
	}
}

// The work that a document may ask for is bounded: beyond, nothing is proved.
func TestProofsAreCounted(t *testing.T) {
	pair := edPair(t)
	key := "{" + pair.public + "," + pair.private + "},"
	set, problem := Decode([]byte(`{"keys":[` + strings.Repeat(key, maxProofs+1) + `{}]}`))
	if problem != nil {
		t.Fatal(problem.Detail)
	}
	if !set.Keys[maxProofs-1].Private[0].Matches || set.Keys[maxProofs].Private[0].Matches {
		t.Errorf("want %d keys proved and no more", maxProofs)
	}
}

// The canary is in every place where a secret may stand, and comes out nowhere.
func TestNoSecretIsReturned(t *testing.T) {
	canary := "Y2FuYXJ5LWNhbmFyeS1jYW5hcnktY2FuYXJ5LWNhbmE"
	number := "314159265358979323846264338327950288"
	shapes := []string{`"%s"`, `"%s="`, `"%s!"`, `"%s`, `["%s"]`, `{"x":"%s"}`, `[{"r":"%s","d":"%s"}]`, `"\u0059%s"`, `"%s\q"`, "\"%s\x01\""}
	for _, name := range append(slices.Collect(slices.Values(privates())), "D", "K", "PRIV") {
		for _, kty := range []string{sampleRSA, sampleEC, sampleOKP, `{"kty":"oct"}`, `{"kty":"AKP","alg":"ML-DSA-44","pub":"AA"}`, `{"kty":"x"}`} {
			for _, shape := range append(shapes, number, number+"e", "-"+number+"x") {
				value := strings.ReplaceAll(shape, "%s", canary)
				key := strings.Replace(kty, "{", `{"`+name+`":`+value+`,`, 1)
				for _, body := range []string{key, `{"keys":[` + key + `]}`, `[` + key + `,` + key + `]`, `{"keys":[` + key + `,` + key} {
					set, problem := Decode([]byte(body))
					found, other := DecodeDiscovery([]byte(body))
					noSecret(t, body, []string{canary, canary[8:30], number, "canary-canary", hash(canary)}, set, problem, found, other)
				}
			}
		}
	}
	armoured := "-----BEGIN PRIVATE KEY-----\n" + canary + "\n-----END PRIVATE KEY-----\n"
	for _, text := range []string{armoured, strings.ReplaceAll(armoured, "\n", " "), "-----BEGIN x " + armoured, armoured[:60]} {
		keys, problem := DecodePEM("k", []byte(text))
		set, other := Decode(fmt.Appendf(nil, `{"k":%q}`, text))
		noSecret(t, text, []string{canary, canary[8:30], "canary-canary"}, keys, problem, set, other)
	}
}

func privates() []string {
	names := privateNames()
	return names[:]
}

// noSecret walks all that was returned.
func noSecret(t *testing.T, body string, secrets []string, values ...any) {
	t.Helper()
	for _, value := range values {
		texts(reflect.ValueOf(value), func(text string) {
			decoded, _ := base64.RawURLEncoding.DecodeString(text)
			for _, secret := range secrets {
				if strings.Contains(text, secret) || strings.Contains(string(decoded), secret) {
					t.Fatalf("%s\n%q comes out in %q", body, secret, text)
				}
			}
		})
	}
}

// What go-jose is shown holds no secret either, so that none can stay with it.
func TestGoJoseSeesPublicMembersOnly(t *testing.T) {
	tests := []struct{ jwk, want string }{
		{`{"kty":"EC","d":"S","D":"S","crv":"x","k":"S","crv":"y"}`, `{"kty":"EC","crv":"x","crv":"y"}`},
		{`{"kty":"oct","k":"U0VD","kid":"a"}`, `{"kty":"oct","k":"AA","kid":"a"}`},
		{`{"kty":"oct","k":"U0VD="}`, `{"kty":"oct","k":"="}`},
		{`{"kty":"oct","k":7}`, `{"kty":"oct","k":0}`},
		{`{"d":1}`, `{}`},
		{`null`, `null`},
	}
	for _, test := range tests {
		seen := ""
		_, _ = decode([]byte(`{"keys":[`+test.jwk+`]}`), func(jwk []byte) error {
			seen = string(jwk)
			return nil
		})
		if seen != test.want {
			t.Errorf("%s: %s was shown, want %s", test.jwk, seen, test.want)
		}
	}
}
