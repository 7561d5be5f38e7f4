package rules

import (
	"strings"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

func TestSubjectsOfIgnoredFindings(t *testing.T) {
	f := &Finding{
		Rule: standbyMissing, Issuer: "https://idp.example.com/", URL: "https://idp.example.com/jwks", Kid: "2026-10", Thumbprint: "NzbLsXh8",
		Consumer: "envoy shop/corp", Origin: inventory.Origin{File: "deploy/edge.yaml", Line: 3},
	}
	for subject, want := range map[string]bool{
		"https://idp.example.com": true, "https://idp.example.com/": true, "https://idp.example.com/jwks": true, "2026-10": true,
		"NzbLsXh8": true, "envoy shop/corp": true, "shop/corp": true, "deploy/edge.yaml": true, "deploy/*": true, "*": true,
		"https://*.example.com/*": true, "*jwks": true, "https://*": true, "*shop*corp*": true, "20*26*10": true,
		"": false, "2026": false, "idp.example.com": false, "https://idp.example.com/jwks?": false, "envoy": false, "*edge": false,
		"https://idp.example.org*": false, "2026-10*2026-10": false, "**x": false,
	} {
		if got := covers(&inventory.Ignore{Rule: "standby-missing", Subject: subject}, f); got != want {
			t.Errorf("%q: %v, want %v", subject, got, want)
		}
	}
	if covers(&inventory.Ignore{Rule: "kid-generic", Subject: "*"}, f) {
		t.Error("an entry covers a finding of another rule")
	}
}

// TestIgnoredFindingsAreTakenOnce: of two entries that cover a finding the first has
// it, neither is unused, and nothing is lost on the way.
func TestIgnoredFindingsAreTakenOnce(t *testing.T) {
	e := NewEvaluator(All(), inventory.DefaultPolicy(), time.Time{})
	findings := []Finding{{Rule: standbyMissing, URL: "https://a.example.com"}, {Rule: standbyMissing, URL: "https://b.example.com", Fingerprint: "b"}}
	kept, ignored := e.Ignore(findings, []inventory.Ignore{
		{Rule: "standby-missing", Subject: "https://a.*", Reason: "first"}, {Rule: "standby-missing", Subject: "*a*", Reason: "second"},
	}, true, time.Time{})
	if len(kept) != 0 || len(ignored) != 2 || ignored[0].By.Reason != "first" || ignored[1].By.Reason != "second" {
		t.Errorf("kept %v, ignored %v", kept, ignored)
	}
}

// TestMatchingIsLinear: no pattern makes matching slow.
func TestMatchingIsLinear(t *testing.T) {
	if matches(strings.Repeat("*a", 10_000)+"b", strings.Repeat("a", 20_000)) {
		t.Error("matches what does not end in b")
	}
}
