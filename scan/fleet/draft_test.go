package fleet

import (
	"strings"
	"testing"
)

// FuzzDraft: whatever configurations hold, the file that is written can be read, and
// declares what they say and nothing else.
func FuzzDraft(f *testing.F) {
	f.Add("https://idp.example.com", "https://idp.example.com/jwks", "envoy shop", "deploy")
	f.Add("kubernetes/serviceaccount", "", "x\n- url: https://evil.example.com", "a b/[1]*.yaml")
	f.Add("https://idp.example.com/\"}\n  owner: nobody # {{ x", "https://idp.example.com/a b#c: d", "\u202e", "- x: {")
	f.Add("", "https://idp.example.com/{{x}}?a=[*]&b=${c}", "\u2028", "true")
	f.Fuzz(func(t *testing.T, url, keySet, trusted, source string) {
		for _, text := range []string{url, keySet, trusted, source} {
			if strings.ToValidUTF8(text, "") != text || strings.ContainsAny(text, "@\x00") {
				t.Skip() // the guard of configurations takes no such text
			}
		}
		if strings.TrimSpace(source) != source || source == "" || strings.TrimSpace(url) != url || strings.TrimSpace(keySet) != keySet {
			t.Skip()
		}
		draft := Draft{Issuers: []DraftIssuer{{URL: url, KeySet: keySet, Trusted: []string{trusted}}}, Sources: []string{source}}
		var text strings.Builder
		if err := draft.Write(&text); err != nil {
			t.Fatal(err)
		}
		file, err := Parse("f", []byte(text.String()), words())
		if err != nil {
			t.Fatalf("%v\n%s", err, text.String())
		}
		if len(file.Sources) != 1 || file.Sources[0].Path != source || len(file.Consumers) != 0 {
			t.Errorf("consumers are at %+v\n%s", file.Sources, text.String())
		}
		if len(file.Issuers.All) > 1 {
			t.Errorf("%d issuers\n%s", len(file.Issuers.All), text.String())
		}
		for _, d := range file.Issuers.All {
			if d.Issuer != url || d.KeySetURL != keySet && d.KeySetURL != "" || d.Owner != "" {
				t.Errorf("issuer is %+v\n%s", d, text.String())
			}
		}
	})
}
