package jwks

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

func TestFormsAreRecognised(t *testing.T) {
	tests := []struct {
		name, body string
		form       inventory.Form
		kids       []string
		names      []string
		facts      []string
	}{
		{"set", `{"keys":[` + sampleRSA + `,` + sampleEC + `,` + sampleOKP + `]}`, inventory.FormSet, []string{"r1", "e1", "o1"}, []string{"keys"}, nil},
		{"set with other members", ` {"a":1,"keys":[` + sampleEC + `],"b":{"c":[]}} `, inventory.FormSet, []string{"e1"}, []string{"a", "keys", "b"}, nil},
		{"empty set", `{"keys":[]}`, inventory.FormSet, nil, []string{"keys"}, nil},
		{"bare key", sampleEC, inventory.FormBareKey, []string{"e1"}, []string{"kty", "kid", "crv", "x", "y"}, nil},
		{"array", `[` + sampleEC + `,` + sampleOKP + `]`, inventory.FormArray, []string{"e1", "o1"}, nil, nil},
		{"byte-order mark", "\uFEFF" + `{"keys":[` + sampleEC + `]}`, inventory.FormSet, []string{"e1"}, []string{"keys"}, []string{"byte-order-mark "}},
		{"trailing data", `{"keys":[` + sampleEC + `]};`, inventory.FormSet, []string{"e1"}, []string{"keys"}, []string{"trailing-data "}},
		{"invalid UTF-8", "{\"x\":\"\xff\",\"keys\":[" + sampleEC + "]}", inventory.FormSet, []string{"e1"}, []string{"x", "keys"}, []string{"invalid-utf8 "}},
		{"keys twice, the last one counts", `{"keys":[` + sampleEC + `],"keys":[` + sampleOKP + `]}`, inventory.FormSet, []string{"o1"}, []string{"keys", "keys"}, []string{"duplicate-member keys"}},
		{"keys in another case", `{"Keys":[` + sampleEC + `]}`, inventory.FormSet, []string{"e1"}, []string{"Keys"}, []string{"case Keys"}},
		{"the right case counts, after", `{"KEYS":[` + sampleEC + `],"keys":[` + sampleOKP + `]}`, inventory.FormSet, []string{"o1"}, []string{"KEYS", "keys"}, []string{"case KEYS"}},
		{"the right case counts, before", `{"keys":[` + sampleOKP + `],"KEYS":[` + sampleEC + `]}`, inventory.FormSet, []string{"o1"}, []string{"keys", "KEYS"}, []string{"case KEYS"}},
		{"null for an empty set", `{"keys":null}`, inventory.FormSet, nil, []string{"keys"}, []string{"wrong-type keys"}},
		{"one key for an array", `{"keys":` + sampleEC + `}`, inventory.FormSet, []string{"e1"}, []string{"keys"}, []string{"wrong-type keys"}},
		{"a key that is none", `{"keys":[null,` + sampleEC + `,"x",[1]]}`, inventory.FormSet, []string{"", "e1", "", ""}, []string{"keys"}, nil},
		{"broken between keys", `{"keys":[` + sampleEC + `,` + sampleOKP + `,]}`, inventory.FormSet, []string{"e1", "o1"}, []string{"keys"}, []string{"malformed "}},
		{"broken inside a key", `{"keys":[` + sampleEC + `,{"kid":"half","kty":"RSA","n":"AQ`, inventory.FormSet, []string{"e1", "half"}, []string{"keys"}, []string{"malformed "}},
		{"broken after the keys", `{"keys":[` + sampleEC + `], "x"`, inventory.FormSet, []string{"e1"}, []string{"keys", "x"}, []string{"malformed "}},
		{"broken bare key", `{"kty":"EC","kid":"half","crv":`, inventory.FormBareKey, []string{"half"}, []string{"kty", "kid", "crv"}, []string{"malformed "}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			set, problem := Decode([]byte(test.body))
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
			if set.Form != test.form || !slices.Equal(kids, test.kids) {
				t.Errorf("form %d with kids %q, want form %d with %q", set.Form, kids, test.form, test.kids)
			}
			if !slices.Equal(set.Names, test.names) {
				t.Errorf("names %q, want %q", set.Names, test.names)
			}
			if !slices.Equal(kinds(set.Facts), append([]string{}, test.facts...)) {
				t.Errorf("facts %q, want %q", set.Facts, test.facts)
			}
		})
	}
}

func TestWhatHoldsNoKeysIsNamed(t *testing.T) {
	tests := []struct {
		body string
		kind inventory.ProblemKind
		want string
	}{
		{"", inventory.ProblemNotJSON, "found an empty body, want"},
		{" \n", inventory.ProblemNotJSON, "nothing but white space"},
		{"<!DOCTYPE html><html>", inventory.ProblemNotJSON, "an HTML page"},
		{"\n<HTML lang=en>", inventory.ProblemNotJSON, "an HTML page"},
		{"<?xml version='1.0'?><Error/>", inventory.ProblemNotJSON, "an XML document"},
		{"404 page not found\n", inventory.ProblemNotJSON, "text that is not JSON"},
		{"not found", inventory.ProblemNotJSON, "text that is not JSON"},
		{"\x1f\x8b\x08", inventory.ProblemNotJSON, "gzip data"},
		{"\xff\xfe{\x00}\x00", inventory.ProblemNotJSON, "UTF-16 text"},
		{"\x00\x01\x02", inventory.ProblemNotJSON, "binary data"},
		{"-----BEGIN PUBLIC KEY-----\n", inventory.ProblemNotJSON, "PEM text"},
		{"eyJhbGciOiJSUzI1NiJ9.e30.AA", inventory.ProblemShape, "a JWT without keys"},
		{`{"keys":[`, inventory.ProblemNotJSON, "JSON that ends early, after 9 octets, before any key"},
		{`{keys:[]}`, inventory.ProblemNotJSON, "text that stops being JSON at octet 1, before any key"},
		{"\uFEFF{keys:[]}", inventory.ProblemNotJSON, "text that stops being JSON at octet 4"},
		{`"keys"`, inventory.ProblemShape, "a JSON string"},
		{`12`, inventory.ProblemShape, "a JSON number"},
		{`true`, inventory.ProblemShape, "a JSON boolean"},
		{`null`, inventory.ProblemShape, "a JSON null"},
		{`{}`, inventory.ProblemShape, "an empty JSON object"},
		{`{"error":1,"a\u001b":2,"b":3,"c":4}`, inventory.ProblemShape, `a JSON object of "error", "a\x1b", "b", 1 more`},
		{`{"issuer":"x","jwks_uri":"y"}`, inventory.ProblemShape, "provider metadata"},
		{`{"keys":"x"}`, inventory.ProblemShape, "an object whose `keys` is a string"},
		{`{"keys":7}`, inventory.ProblemShape, "an object whose `keys` is a number"},
		{`[]`, inventory.ProblemShape, "a JSON array without keys"},
		{`[{"a":1},2]`, inventory.ProblemShape, "a JSON array without keys"},
	}
	for _, test := range tests {
		set, problem := Decode([]byte(test.body))
		switch {
		case set != nil || problem == nil:
			t.Errorf("%q: decoded, want a problem", test.body)
		case problem.Kind != test.kind || !strings.Contains(problem.Detail, test.want):
			t.Errorf("%q: %s: %s, want %s: %s", test.body, problem.Kind, problem.Detail, test.kind, test.want)
		case !strings.HasSuffix(problem.Detail, ", want "+wantKeySet):
			t.Errorf("%q: %s, want what was expected", test.body, problem.Detail)
		}
	}
}

// A key that the text breaks in may have any value after the break: it is kept
// as unreadable, and what it gave away so far is still told.
func TestBrokenKeyIsUnreadable(t *testing.T) {
	set, problem := Decode([]byte(`{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","d":"AAAA","kid":"k","y":`))
	if problem != nil {
		t.Fatal(problem.Detail)
	}
	key := set.Keys[0]
	if key.Problem == "" || key.OKP != nil || key.Thumbprint != "" || key.Bits != 0 || key.Rejected == "" {
		t.Errorf("%+v, want an unreadable key", key)
	}
	if key.Kid != "k" || len(key.Private) != 1 || key.Private[0].Octets != 3 {
		t.Errorf("kid %q and private members %v, want those before the break", key.Kid, key.Private)
	}
	if len(key.FactsOf(inventory.FactMissing)) > 0 {
		t.Errorf("%v: nothing is missing from a text that breaks off", key.Facts)
	}
}

func TestCapsAreKeptAndSaid(t *testing.T) {
	deep := strings.Repeat("[", maxDepth+1) + strings.Repeat("]", maxDepth+1)
	abyss := strings.Repeat("[", 1<<20)
	many := strings.Repeat("{},", maxKeys)
	var members strings.Builder
	for i := range maxMembers {
		fmt.Fprintf(&members, `"m%d":0,`, i)
	}
	tests := []struct {
		name, body string
		keys       int
		set, key   []string
	}{
		{"depth of a key's member", `{"keys":[{"kty":"oct","k":"AA","x":` + deep + `}]}`, 1, nil, []string{"too-deep x"}},
		{"depth of a set's member", `{"x":` + deep + `,"keys":[]}`, 0, []string{"too-deep x"}, nil},
		{"depth beyond the parser", `{"keys":[` + sampleEC + `],"x":` + abyss, 1, []string{"malformed "}, nil},
		{"keys", `{"keys":[` + many + sampleEC + `]}`, maxKeys, []string{"too-many keys"}, []string{"missing kty"}},
		{"members", `{"keys":[{"kty":"oct","k":"AA",` + members.String() + `"x":1}]}`, 1, nil, []string{"too-many "}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			set, problem := Decode([]byte(test.body))
			if problem != nil {
				t.Fatal(problem.Detail)
			}
			if len(set.Keys) != test.keys || !slices.Equal(kinds(set.Facts), append([]string{}, test.set...)) {
				t.Fatalf("%d keys and facts %q, want %d and %q", len(set.Keys), set.Facts, test.keys, test.set)
			}
			if len(set.Keys) > 0 && !slices.Equal(kinds(set.Keys[0].Facts), append([]string{}, test.key...)) {
				t.Errorf("key facts %q, want %q", set.Keys[0].Facts, test.key)
			}
		})
	}
}

// Whoever keeps one kid must not keep the megabyte that it was read from.
func TestNothingReturnedAliasesTheBody(t *testing.T) {
	body := []byte(`{"keys":[` + sampleRSA + `,` + sampleEC + `,` + sampleOKP +
		`,{"kty":"AKP","alg":"x","pub":"AAAA","use":"sig","key_ops":["verify"],"x5t":"a","x5u":"b","x5c":["AA"],"zz":1}],"issuer":"x"}`)
	start := uintptr(unsafe.Pointer(&body[0]))
	set, _ := Decode(body)
	meta, _ := DecodeDiscovery(body)
	for _, value := range []any{set, meta} {
		texts(reflect.ValueOf(value), func(text string) {
			at := uintptr(unsafe.Pointer(unsafe.StringData(text)))
			if text != "" && at >= start && at < start+uintptr(len(body)) {
				t.Errorf("%q lies in the body", text)
			}
		})
	}
}

// texts walks everything that can be reached and gives each string, octets and
// integers included.
func texts(value reflect.Value, visit func(string)) {
	switch value.Kind() {
	case reflect.String:
		visit(value.String())
	case reflect.Pointer, reflect.Interface:
		if !value.IsNil() {
			texts(value.Elem(), visit)
		}
	case reflect.Struct:
		for i := range value.NumField() {
			texts(value.Field(i), visit)
		}
	case reflect.Slice, reflect.Array:
		if value.Kind() == reflect.Slice && value.Type().Elem().Kind() == reflect.Uint8 {
			visit(unsafe.String(unsafe.SliceData(value.Bytes()), value.Len()))
			return
		}
		for i := range value.Len() {
			texts(value.Index(i), visit)
		}
	case reflect.Map:
		for entries := value.MapRange(); entries.Next(); {
			texts(entries.Key(), visit)
			texts(entries.Value(), visit)
		}
	}
}
