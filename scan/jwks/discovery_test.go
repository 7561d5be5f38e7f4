package jwks

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

func TestSniff(t *testing.T) {
	tests := []struct {
		body string
		want Kind
	}{
		{`{"keys":[]}`, KindKeySet},
		{`{"keys":7}`, KindKeySet},
		{"\uFEFF" + `{"a":{"issuer":1},"keys":[`, KindKeySet},
		{sampleEC, KindKeySet},
		{`[` + sampleEC + `]`, KindKeySet},
		{`{"keys":[],"jwks_uri":"x","issuer":"y"}`, KindKeySet},
		{`{"1":"-----BEGIN CERTIFICATE-----\n"}`, KindKeySet},
		{`{"issuer":"x","jwks_uri":"y"}`, KindMetadata},
		{`{"jwks_uri":null}`, KindMetadata},
		{`{"issuer":"x","jwks":{"keys":[]}}`, KindIssuer},
		{`{"issuer":"x"`, KindIssuer},
		{`{"error":"x","data":{"keys":[]}}`, KindNone},
		{`{"resource":"https://api.example.com","authorization_servers":[]}`, KindResource},
		{`{"resource":"https://api.example.com","jwks_uri":"https://api.example.com/k"}`, KindMetadata},
		{`{"resource":"x","issuer":"y","authorization_servers":[]}`, KindIssuer},
		{`{"resource":"x"}`, KindNone},
		{`{}`, KindNone},
		{`[]`, KindNone},
		{`[{"a":1}]`, KindNone},
		{`["keys"]`, KindNone},
		{`"keys"`, KindNone},
		{`<html>`, KindNone},
		{``, KindNone},
	}
	for _, test := range tests {
		if got := Sniff([]byte(test.body)); got != test.want {
			t.Errorf("%q: %d, want %d", test.body, got, test.want)
		}
	}
}

func TestResourceMetadataIsRead(t *testing.T) {
	got, problem := DecodeDiscovery([]byte(`{"resource":"https://api.example.com/mcp","authorization_servers":["https://idp.example.com",7],
		"resource_signing_alg_values_supported":["none"],"resource_signing_alg_values_supported":["ES256"],"bearer_methods_supported":["header"]}`))
	if problem != nil {
		t.Fatal(problem.Detail)
	}
	if got.Resource != "https://api.example.com/mcp" || !slices.Equal(got.AuthorizationServers, []string{"https://idp.example.com"}) ||
		!slices.Equal(got.Listed("resource_signing_alg_values_supported"), []string{"ES256"}) || got.Listed("absent") != nil {
		t.Errorf("%+v", got)
	}
}

func TestMetadataIsRead(t *testing.T) {
	got, problem := DecodeDiscovery([]byte(`{"issuer":"https://a.example","jwks_uri":"https://a.example/k",
		"token_endpoint":"https://a.example/t","authorization_endpoint":"https://a.example/z",
		"id_token_signing_alg_values_supported":["RS256","none"],"response_types_supported":["code","id_token"],
		"jwks":{"keys":[]},"x":{"token_endpoint":"y"}}`))
	if problem != nil {
		t.Fatal(problem.Detail)
	}
	want := &inventory.Discovery{
		Issuer: "https://a.example", JWKSURI: "https://a.example/k",
		Members: []string{"issuer", "jwks_uri", "token_endpoint", "authorization_endpoint",
			"id_token_signing_alg_values_supported", "response_types_supported", "jwks", "x"},
		SigningAlgs:   []string{"RS256", "none"},
		ResponseTypes: []string{"code", "id_token"},
		Endpoints:     []inventory.NamedURL{{Name: "token_endpoint", URL: "https://a.example/t"}, {Name: "authorization_endpoint", URL: "https://a.example/z"}},
		InlineKeys:    true,
		Algorithms:    []inventory.NamedList{{Name: "id_token_signing_alg_values_supported", Values: []string{"RS256", "none"}}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestLooseMetadataIsReadAndRecorded(t *testing.T) {
	tests := []struct {
		body, issuer string
		facts        []string
	}{
		{"\uFEFF" + `{"issuer":"a"} x`, "a", []string{"byte-order-mark ", "trailing-data "}},
		{`{"issuer":"a","issuer":"b"}`, "b", []string{"duplicate-member issuer"}},
		{`{"Issuer":"a"}`, "a", []string{"case Issuer"}},
		{`{"issuer":7}`, "", []string{"wrong-type issuer"}},
		{`{"issuer":"a","token_endpoint":{}}`, "a", []string{"wrong-type token_endpoint"}},
		{`{"issuer":"a","jwks_uri":["x"]}`, "a", []string{"wrong-type jwks_uri"}},
		{`{"issuer":"a","id_token_signing_alg_values_supported":"RS256"}`, "a", []string{"wrong-type id_token_signing_alg_values_supported"}},
		{`{"issuer":"a","response_types_supported":[1,"code"]}`, "a", []string{"wrong-type response_types_supported"}},
		{`{"issuer":"a","jwks_uri":"b`, "a", []string{"malformed "}},
		{"{\"issuer\":\"a\xff\"}", "a\uFFFD", []string{"invalid-utf8 "}},
	}
	for _, test := range tests {
		got, problem := DecodeDiscovery([]byte(test.body))
		if problem != nil {
			t.Errorf("%s: %s", test.body, problem.Detail)
			continue
		}
		if got.Issuer != test.issuer || !slices.Equal(kinds(got.Facts), test.facts) {
			t.Errorf("%s: issuer %q, facts %q; want %q, %q", test.body, got.Issuer, got.Facts, test.issuer, test.facts)
		}
	}
	got, _ := DecodeDiscovery([]byte(`{"a_endpoint":"1","b_endpoint":"2","a_endpoint":"3"}`))
	if want := []inventory.NamedURL{{Name: "a_endpoint", URL: "3"}, {Name: "b_endpoint", URL: "2"}}; !slices.Equal(got.Endpoints, want) {
		t.Errorf("endpoints %v, want %v", got.Endpoints, want)
	}
	var many strings.Builder
	for i := range maxList + 2 {
		fmt.Fprintf(&many, `,"%d_endpoint":"x"`, i)
	}
	got, _ = DecodeDiscovery([]byte(`{"issuer":"a"` + many.String() + `}`))
	if len(got.Endpoints) != maxList || !slices.Equal(kinds(got.Facts), []string{"too-many "}) {
		t.Errorf("%d endpoints and %q, want %d and that there are more", len(got.Endpoints), got.Facts, maxList)
	}
}

func TestWhatIsNoMetadataIsNamed(t *testing.T) {
	tests := []struct {
		body string
		kind inventory.ProblemKind
		want string
	}{
		{"", inventory.ProblemNotJSON, "an empty body"},
		{"<html>", inventory.ProblemNotJSON, "an HTML page"},
		{`{"a":`, inventory.ProblemNotJSON, "JSON that ends early, after 5 octets"},
		{"[]", inventory.ProblemShape, "a JSON array"},
		{`"issuer"`, inventory.ProblemShape, "a JSON string"},
		{`{}`, inventory.ProblemShape, "an empty JSON object"},
		{`{"keys":[]}`, inventory.ProblemShape, "a key set"},
		{`{"error":"not_found"}`, inventory.ProblemShape, `a JSON object of "error"`},
	}
	for _, test := range tests {
		got, problem := DecodeDiscovery([]byte(test.body))
		if got != nil || problem == nil || problem.Kind != test.kind || problem.Detail != "found "+test.want+", want "+wantMetadata {
			t.Errorf("%q: %v, %v; want %s: %s", test.body, got, problem, test.kind, test.want)
		}
	}
}
