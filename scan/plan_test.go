package scan

import (
	"strings"
	"testing"
)

const ok = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"

// What each kind of target becomes, and who is noted as having named it.
func TestTargetsAreRecognisedByWhatTheyAre(t *testing.T) {
	for _, test := range []struct {
		name    string
		files   map[string]string
		request Request
		want    []string
	}{
		{"a URL is recognised once it is fetched", nil,
			Request{Args: []string{"https://idp.example.com/jwks"}},
			[]string{"url https://idp.example.com/jwks <command line"}},
		{"a URL without a scheme gets https", nil,
			Request{Args: []string{"IDP.example.com:443/jwks#top"}},
			[]string{"url https://idp.example.com/jwks <command line"}},
		{"a key set, a bare key and metadata",
			map[string]string{"set.json": keySetA, "key.txt": bareKey, "meta.json": metadata("https://idp.example.com", "https://idp.example.com/jwks")},
			Request{Args: []string{"set.json", "key.txt", "meta.json"}},
			[]string{"keys file set.json <set.json:1:1", "keys file key.txt <key.txt:1:1", "metadata file meta.json <meta.json:1:1"}},
		{"a capture answers its URL",
			map[string]string{"a.http": "# https://keys.example.com/jwks\n" + ok + keySetA},
			Request{Args: []string{"a.http"}},
			[]string{"keys https://keys.example.com/jwks <a.http:1:1"}},
		{"a capture without a URL stands for itself",
			map[string]string{"a.http": ok + keySetA},
			Request{Args: []string{"a.http"}},
			[]string{"keys file a.http <a.http:1:1"}},
		{"a captured failure is a target: somebody asked that URL",
			map[string]string{"a.http": "# https://keys.example.com/jwks\nHTTP/2 503\n\nbusy"},
			Request{Args: []string{"a.http"}},
			[]string{"url https://keys.example.com/jwks <a.http:1:1"}},
		{"captured metadata answers for its issuer",
			map[string]string{"a.http": "# https://idp.example.com/t/.well-known/openid-configuration\n" + ok + metadata("https://idp.example.com/t", "https://idp.example.com/jwks")},
			Request{Args: []string{"a.http"}},
			[]string{"issuer https://idp.example.com/t <a.http:1:1"}},
		{"captured metadata spells its issuer with a slash",
			map[string]string{"a.http": "# https://idp.example.com/.well-known/openid-configuration\n" + ok + metadata("https://idp.example.com/", "https://idp.example.com/jwks")},
			Request{Args: []string{"a.http"}},
			[]string{"issuer https://idp.example.com/ <a.http:1:1"}},
		{"captured metadata elsewhere is metadata at exactly its URL",
			map[string]string{"a.http": "# https://idp.example.com/meta\n" + ok + metadata("https://idp.example.com", "https://idp.example.com/jwks")},
			Request{Args: []string{"a.http"}},
			[]string{"metadata https://idp.example.com/meta <a.http:1:1"}},
		{"an archive's key sets and metadata are targets, its pages are not",
			map[string]string{"a.har": har(
				entry{url: "https://idp.example.com/", body: htmlPage},
				entry{url: "https://idp.example.com/.well-known/openid-configuration", body: metadata("https://idp.example.com", "https://idp.example.com/jwks")},
				entry{url: "https://idp.example.com/jwks", body: keySetA})},
			Request{Args: []string{"a.har"}},
			[]string{"keys https://idp.example.com/jwks <a.har:1:1", "issuer https://idp.example.com <a.har:1:1"}},
		{"a key set that holds the words of an archive is a key set",
			map[string]string{"a.json": strings.Replace(keySetA, "{", `{"log": {"entries": [{"request": 1}]}, `, 1)},
			Request{Args: []string{"a.json"}},
			[]string{"keys file a.json <a.json:1:1"}},
		{"a file that is called a key set is judged as one",
			map[string]string{"d/keys.jwks": htmlPage},
			Request{Args: []string{"d"}},
			[]string{"url file d/keys.jwks <d/keys.jwks:1:1"}},
		{"a consumer states its key set; its issuer is looked up where it has metadata",
			map[string]string{"c.yaml": istio("corp", rule{issuer: "https://idp.example.com", keySet: "https://idp.example.com/jwks"})},
			Request{Consumers: []string{"c.yaml"}},
			[]string{"keys https://idp.example.com/jwks <c.yaml:6:14 @shop/corp expects https://idp.example.com",
				"issuer https://idp.example.com <c.yaml:5:13 expects https://idp.example.com optional"}},
		{"a consumer that knows only its issuer needs its metadata",
			map[string]string{"c.yaml": istio("corp", rule{issuer: "https://IDP.example.com:443"})},
			Request{Consumers: []string{"c.yaml"}},
			[]string{"issuer https://idp.example.com <c.yaml:5:13 @shop/corp expects https://IDP.example.com:443"}},
		{"a consumer that states its metadata",
			map[string]string{"c.yaml": kubernetes("https://idp.example.com", "https://inner.example.com/.well-known/openid-configuration")},
			Request{Consumers: []string{"c.yaml"}},
			[]string{"metadata https://inner.example.com/.well-known/openid-configuration <c.yaml:6:19 @https://idp.example.com expects https://idp.example.com",
				"issuer https://idp.example.com <c.yaml:5:10 expects https://idp.example.com optional"}},
		{"an issuer that is only a name is not looked up where the keys are stated",
			map[string]string{"c.yaml": istio("corp", rule{issuer: "corp-tokens", keySet: "https://idp.example.com/jwks"})},
			Request{Consumers: []string{"c.yaml"}},
			[]string{"keys https://idp.example.com/jwks <c.yaml:6:14 @shop/corp expects corp-tokens"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			plan := planOf(t, test.files, test.request)
			wantLines(t, "targets", describeTargets(plan), test.want)
			wantLines(t, "gaps", describeGaps(plan.Problems), nil)
			if plan.Skipped != (Skipped{}) {
				t.Errorf("skipped %+v, want none", plan.Skipped)
			}
		})
	}
}

// The same thing named twice is asked once, and all who named it are kept in the
// order in which they did.
func TestDuplicatesAreJoined(t *testing.T) {
	capture := "# https://keys.example.com/jwks\n" + ok + keySetA
	wellKnown := "# https://idp.example.com/.well-known/openid-configuration\n" + ok + metadata("https://idp.example.com", "https://keys.example.com/jwks")
	for _, test := range []struct {
		name    string
		files   map[string]string
		request Request
		want    []string
	}{
		{"spellings of one URL, by argument and list",
			map[string]string{"list.txt": "https://Keys.example.com:443/jwks\n\n  keys.example.com/jwks # again\n"},
			Request{Args: []string{"https://keys.example.com/jwks", "https://keys.example.com/jwks"}, Lists: []string{"list.txt"}},
			[]string{"url https://keys.example.com/jwks <command line <list.txt:1:1 <list.txt:3:3"}},
		{"a role that a capture or a consumer states wins",
			map[string]string{"a.http": capture, "c.yaml": istio("corp", rule{issuer: "corp", keySet: "https://keys.example.com/jwks"})},
			Request{Args: []string{"https://keys.example.com/jwks", "a.http"}, Consumers: []string{"c.yaml"}},
			[]string{"keys https://keys.example.com/jwks <command line <a.http:1:1 <c.yaml:6:14 @shop/corp expects corp"}},
		{"two consumers of one key set",
			map[string]string{"a.yaml": istio("one", rule{issuer: "x", keySet: "https://keys.example.com/jwks"}), "b.yaml": istio("two", rule{issuer: "x", keySet: "https://keys.example.com:443/jwks"})},
			Request{Consumers: []string{"."}},
			[]string{"keys https://keys.example.com/jwks <a.yaml:6:14 <b.yaml:6:14 @shop/one @shop/two expects x"}},
		{"a file, as often as it is named",
			map[string]string{"d/set.json": keySetA, "list.txt": "d/set.json\n./d/set.json\n"},
			Request{Args: []string{"d/set.json", "d"}, Lists: []string{"list.txt"}},
			[]string{"keys file d/set.json <d/set.json:1:1 <list.txt:1:1 <list.txt:2:1"}},
		{"a capture, as often as it is named",
			map[string]string{"a.http": capture, "list.txt": "a.http\n"},
			Request{Args: []string{"a.http", "."}, Lists: []string{"list.txt"}},
			[]string{"keys https://keys.example.com/jwks <a.http:1:1 <list.txt:1:1"}},
		{"captured metadata joins the issuer that was named",
			map[string]string{"a.http": wellKnown},
			Request{Args: []string{"a.http", "https://idp.example.com"}},
			[]string{"issuer https://idp.example.com <command line <a.http:1:1"}},
		{"captured metadata joins its own URL where that was named",
			map[string]string{"a.http": wellKnown},
			Request{Args: []string{"https://idp.example.com/.well-known/openid-configuration", "a.http"}},
			[]string{"metadata https://idp.example.com/.well-known/openid-configuration <command line <a.http:1:1"}},
		{"an issuer that one consumer needs is not optional for another",
			map[string]string{"a.yaml": istio("pinned", rule{issuer: "https://idp.example.com", pinned: keySetA}), "b.yaml": istio("needy", rule{issuer: "https://idp.example.com"})},
			Request{Consumers: []string{"a.yaml", "b.yaml"}},
			[]string{"issuer https://idp.example.com <a.yaml:5:13 <b.yaml:5:13 @shop/pinned @shop/needy expects https://idp.example.com"}},
		{"an issuer that was named itself is not optional",
			map[string]string{"a.yaml": istio("pinned", rule{issuer: "https://idp.example.com", pinned: keySetA})},
			Request{Args: []string{"https://idp.example.com"}, Consumers: []string{"a.yaml"}},
			[]string{"issuer https://idp.example.com <command line <a.yaml:5:13 @shop/pinned expects https://idp.example.com"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			plan := planOf(t, test.files, test.request)
			wantLines(t, "targets", describeTargets(plan), test.want)
			wantLines(t, "gaps", describeGaps(plan.Problems), nil)
			for address, list := range plan.captures {
				if len(list) != 1 {
					t.Errorf("%s is answered by %d captures, want 1", address, len(list))
				}
			}
		})
	}
}

// Keys that a consumer pins can be compared where another consumer says where the
// issuer's keys are.
func TestPinsJoinTheKeySetsOfTheirIssuer(t *testing.T) {
	plan := planOf(t, map[string]string{
		"a.yaml": istio("pinned", rule{issuer: "https://idp.example.com", pinned: keySetA}),
		"b.yaml": istio("live", rule{issuer: "https://idp.example.com", keySet: "https://keys.example.com/jwks"}),
		"c.yaml": istio("other", rule{issuer: "https://other.example.com", keySet: "https://other.example.com/jwks"}),
	}, Request{Consumers: []string{"."}})
	wantLines(t, "targets", describeTargets(plan), []string{
		"issuer https://idp.example.com <a.yaml:5:13 <b.yaml:5:13 @shop/pinned expects https://idp.example.com optional",
		"keys https://keys.example.com/jwks <b.yaml:6:14 @shop/live @shop/pinned expects https://idp.example.com",
		"keys https://other.example.com/jwks <c.yaml:6:14 @shop/other expects https://other.example.com",
		"issuer https://other.example.com <c.yaml:5:13 expects https://other.example.com optional",
	})
}

// What only the running system knows is the consumer's own to report: it is no
// target and no gap.
func TestUnresolvedSettingsAreNoTargets(t *testing.T) {
	plan := planOf(t, map[string]string{"c.yaml": istio("corp", rule{issuer: "${ISSUER}", keySet: "https://{{ .Values.host }}/jwks"})},
		Request{Consumers: []string{"c.yaml"}})
	wantLines(t, "targets", describeTargets(plan), nil)
	wantLines(t, "gaps", describeGaps(plan.Problems), nil)
	if len(plan.Consumers) != 1 || len(plan.Consumers[0].Unresolved) == 0 {
		t.Errorf("consumers %v, want one with its unresolved settings", plan.Consumers)
	}
}

func TestNothingToScan(t *testing.T) {
	for _, test := range []struct {
		name    string
		request Request
		empty   bool
	}{
		{"nothing named", Request{}, true},
		{"an empty list", Request{Lists: []string{"-"}}, true},
		{"a gap is something to say", Request{Args: []string{"./missing"}}, false},
		{"a URL", Request{Args: []string{"idp.example.com"}}, false},
	} {
		if got := planOf(t, nil, test.request).Empty(); got != test.empty {
			t.Errorf("%s: empty is %t, want %t", test.name, got, test.empty)
		}
	}
}
