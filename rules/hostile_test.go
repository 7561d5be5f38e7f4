package rules_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
	"github.com/jwksaudit/jwksaudit/scan/jwks"
)

// What a key set, its metadata or a header says enters messages short and in
// printable characters, however much of it there is.
func TestMessagesAreShortAndPrintable(t *testing.T) {
	endpoint := hostileEndpoint(t)
	evaluator := rules.NewEvaluator(switchedOn(t, allRules()...), inventory.DefaultPolicy(), caseTime)
	found := map[string]bool{}
	for _, f := range evaluator.Endpoint(endpoint) {
		found[f.Rule.ID] = true
		if n := utf8.RuneCountInString(f.Message); n > 1200 {
			t.Errorf("%s: message of %d characters, want at most 1200", f.Rule.ID, n)
		}
		hidden := func(r rune) bool { return !unicode.IsPrint(r) || r == utf8.RuneError }
		if i := strings.IndexFunc(f.Message, hidden); i >= 0 {
			t.Errorf("%s: message holds %q", f.Rule.ID, f.Message[i:min(i+8, len(f.Message))])
		}
	}
	for _, id := range []string{
		"alg-hmac-advertised", "alg-missing", "alg-published-unadvertised", "alg-unregistered", "consumer-algorithm-unsatisfied", "content-type-wrong",
		"endpoint-plaintext", "issuer-mismatch", "jwks-uri-missing", "key-type-unknown", "kid-unprintable", "operations-invalid", "redirect-cross-site", "use-unknown", "x5u-plaintext",
	} {
		if !found[id] {
			t.Errorf("%s finds nothing: the text does not reach it", id)
		}
	}
}

// hostileEndpoint is an endpoint that writes as much as it can, wherever it can.
func hostileEndpoint(t *testing.T) *inventory.Endpoint {
	t.Helper()
	ugly := strings.Repeat("\u202e\x1b[31m\"\u200b<b>", 200)
	key := func(extra map[string]any) map[string]any {
		k := map[string]any{
			"kty": "EC", "crv": "P-256", "alg": "ES256", "kid": ugly, "x5u": ugly,
			"x": "8_IA2I6ojAnO1i1OrtmvO2oZOHd4ZDCnyuE2fJ2BA7g", "y": "bQYD2IXGYHcgaBBwDRotgFIkp-9SH0nLjfIDOsHBhO0",
		}
		for name, value := range extra {
			k[name] = value
		}
		return k
	}
	var keys []any
	for i := range 20 {
		keys = append(keys,
			key(map[string]any{"kid": fmt.Sprint(i, ugly), "use": ugly, "key_ops": []string{ugly, ugly}, "x5t": ugly, "x5c": []string{ugly}}),
			key(map[string]any{"alg": fmt.Sprint(ugly, i)}), key(map[string]any{"crv": ugly}), key(map[string]any{"kty": ugly}))
	}
	withoutAlg := key(nil)
	delete(withoutAlg, "alg")
	keys = append(keys, withoutAlg)
	metadata := map[string]any{
		"issuer": "https://" + strings.Repeat("a.", 500) + "example.com/" + ugly, "jwks_uri": ugly,
		"id_token_signing_alg_values_supported": slices.Concat(slices.Repeat([]string{"HS256", "RS256", ugly}, 300)),
	}
	for i := range 100 {
		metadata[fmt.Sprint(ugly, i, "_endpoint")] = "http://idp.example.com/"
	}
	set, problem := jwks.Decode(marshal(t, map[string]any{"keys": keys}))
	if problem != nil {
		t.Fatal(problem)
	}
	provider, problem := jwks.DecodeDiscovery(marshal(t, metadata))
	if problem != nil {
		t.Fatal(problem)
	}
	header := inventory.Header{"Content-Type": {ugly}, "Cache-Control": {ugly, "max-age=" + ugly}, "Vary": slices.Repeat([]string{"cookie"}, 500), "Date": {ugly}}
	response := inventory.Response{
		URL: "https://idp.example.com/jwks", Status: 200, Header: header, Time: caseTime,
		Hops: []inventory.Hop{{URL: "https://idp.example.com/jwks", Status: 302, Location: "https://" + strings.Repeat("b.", 500) + "example.net/" + ugly}},
	}
	return &inventory.Endpoint{
		URL: "https://idp.example.com/jwks", Issuer: "https://idp.example.com", Asked: "https://idp.example.com",
		Consumers: []*inventory.Consumer{{
			Product: "envoy", Name: "corp",
			Checks: inventory.Checks{Algorithms: inventory.Value[[]string]{V: slices.Repeat([]string{"PS256"}, 500), From: inventory.Explicit}},
		}},
		Observations: []*inventory.Observation{{
			Time:     caseTime,
			Keys:     &inventory.Document[inventory.KeySet]{Response: response, Value: set},
			Metadata: &inventory.Document[inventory.Discovery]{Response: response, Value: provider},
		}},
	}
}

func marshal(t *testing.T, value any) []byte {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
