package rules

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

func TestAFindingIsRememberedWhole(t *testing.T) {
	noon := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	f := Finding{
		Rule: rsaModulusShort, Confidence: Firm, Message: "RSA modulus is 1024 bits, want at least 2048",
		Issuer: "https://idp.example.com", URL: "https://idp.example.com/jwks", Kid: "a", Thumbprint: "t",
		Origin:  inventory.Origin{File: "issuers.txt", Line: 3},
		Terms:   []window.Term{{Name: window.Interval, High: inventory.Forever(), From: inventory.VendorDefault}},
		subject: "https://idp.example.com/jwks", key: "t", detail: "d",
	}
	f.Fingerprint = f.fingerprint(0)
	text, err := json.Marshal(f.Remember(noon))
	if err != nil {
		t.Fatal(err)
	}
	var kept Remembered
	if err := json.Unmarshal(text, &kept); err != nil {
		t.Fatal(err)
	}
	again, ok := kept.Finding(f.Fingerprint, All())
	if !ok || again.fingerprint(0) != f.Fingerprint || again.Message != f.Message || !again.Stale.Equal(noon) || again.Terms[0] != f.Terms[0] {
		t.Errorf("%+v became %+v", f, again)
	}
	if twice := again.Remember(noon.Add(24 * time.Hour)); !twice.Seen.Equal(noon) {
		t.Errorf("a finding that is carried forward was last seen at %s, want when it was", twice.Seen)
	}
	if _, ok := kept.Finding(f.Fingerprint, []*Rule{rsaPrimesClose}); ok {
		t.Error("a finding came back of a rule that does not run")
	}
}

func TestCompare(t *testing.T) {
	finding := func(detail, message string) Finding {
		f := Finding{Rule: rsaModulusShort, Confidence: Certain, Message: message, detail: detail}
		f.Fingerprint = f.fingerprint(0)
		return f
	}
	before := map[string]Remembered{}
	for _, f := range []Finding{
		finding("same", "the certificate ends in 13d, want 14d"), finding("other", "is trusted for 7d while fetching fails"), finding("gone", "m"),
	} {
		before[f.Fingerprint] = f.Remember(time.Time{})
	}
	now := []Finding{
		finding("same", "the certificate ends in 12d, want 14d"), finding("other", "is trusted without end"), finding("more", "m"),
	}
	resolved := Compare(now, before, All())
	for i, want := range []Change{ChangeNone, ChangeChanged, ChangeNew} {
		if now[i].Change != want {
			t.Errorf("%s is %q, want %q", now[i].Message, now[i].Change, want)
		}
	}
	if len(resolved) != 1 || resolved[0].detail != "gone" {
		t.Errorf("resolved are %v, want the one that is gone", resolved)
	}
}
