package rules_test

import (
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
	"github.com/jwksaudit/jwksaudit/scan/jwks"
)

// A profile names rules that exist, and changes each of them.
func TestProfiles(t *testing.T) {
	for _, profile := range rules.Profiles() {
		t.Run(profile.Name, func(t *testing.T) {
			if len(profile.Settings) == 0 != (profile.Name == rules.DefaultProfile) {
				t.Errorf("%d settings: only the default profile has none", len(profile.Settings))
			}
			for id := range profile.Settings {
				rule, err := rules.Lookup(id)
				if err != nil {
					t.Error(err)
					continue
				}
				if severity, off, _ := profile.Of(rule); off == rule.Off && (off || severity == rule.Severity) {
					t.Errorf("%s stays as it is", id)
				}
			}
		})
	}
	if _, err := rules.LookupProfile("fapi"); err == nil {
		t.Error("an unknown profile is found")
	}
}

// Every rule that is off can be had: some profile switches it on.
func TestRulesThatAreOffBelongToAProfile(t *testing.T) {
	for _, rule := range rules.All() {
		if !rule.Off {
			continue
		}
		wanted := false
		for _, profile := range rules.Profiles() {
			_, off, ok := profile.Of(rule)
			wanted = wanted || ok && !off
		}
		if !wanted {
			t.Errorf("%s is off in every profile", rule.ID)
		}
	}
}

func TestSelect(t *testing.T) {
	const name, short = "kid-not-thumbprint", "rsa-modulus-short" // one is off as it is written
	runs, doesNot := func(s rules.Severity) *rules.Rule { return &rules.Rule{Severity: s} }, &rules.Rule{Off: true}
	for _, c := range []struct {
		about       string
		selection   rules.Selection
		name, short *rules.Rule
	}{
		{"nothing", rules.Selection{}, doesNot, runs(rules.High)},
		{"a profile", rules.Selection{Profile: "federation"}, runs(rules.Low), runs(rules.High)},
		{"another", rules.Selection{Profile: "nist"}, doesNot, runs(rules.Critical)},
		{"only", rules.Selection{Only: []string{name}}, runs(rules.Info), doesNot},
		{"disable", rules.Selection{Profile: "federation", Disable: []string{name, short}}, doesNot, doesNot},
		{"only and disable", rules.Selection{Only: []string{name, short}, Disable: []string{name}}, doesNot, runs(rules.High)},
		{
			"the operator wins", rules.Selection{Profile: "nist", Settings: rules.Settings{short: rules.At(rules.Low), name: rules.At(rules.Medium)}},
			runs(rules.Medium), runs(rules.Low),
		},
		{"the operator switches off", rules.Selection{Settings: rules.Settings{short: rules.Off()}}, doesNot, doesNot},
		{
			"only keeps the operator's severity", rules.Selection{Settings: rules.Settings{short: rules.At(rules.Low)}, Only: []string{short}},
			doesNot, runs(rules.Low),
		},
	} {
		list, err := rules.Select(c.selection)
		if err != nil {
			t.Fatalf("%s: %v", c.about, err)
		}
		if len(list) != len(rules.All()) {
			t.Errorf("%s: %d rules, want all of them", c.about, len(list))
		}
		for id, want := range map[string]*rules.Rule{name: c.name, short: c.short} {
			for _, got := range list {
				if got.ID == id && (got.Off != want.Off || !got.Off && got.Severity != want.Severity) {
					t.Errorf("%s: %s is %s, off %t; want %s, off %t", c.about, id, got.Severity, got.Off, want.Severity, want.Off)
				}
			}
		}
	}
	for _, wrong := range []rules.Selection{
		{Profile: "none"}, {Only: []string{"no-such-rule"}}, {Disable: []string{"no-such-rule"}},
		{Settings: rules.Settings{"no-such-rule": rules.Off()}},
	} {
		if _, err := rules.Select(wrong); err == nil {
			t.Errorf("%+v is taken", wrong)
		}
	}
	if rule, _ := rules.Lookup(short); rule.Severity != rules.High {
		t.Error("a selection changed the catalogue itself")
	}
}

func TestParseSetting(t *testing.T) {
	for text, want := range map[string]rules.Setting{"off": rules.Off(), "low": rules.At(rules.Low), "critical": rules.At(rules.Critical)} {
		if got, err := rules.ParseSetting(text); err != nil || got != want {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
	if _, err := rules.ParseSetting("on"); err == nil {
		t.Error(`"on" is no severity`)
	}
}

// A finding has the severity of the run, and rules that are off find nothing.
func TestEvaluatorRunsTheSelection(t *testing.T) {
	set, problem := jwks.Decode([]byte(`{"keys": [{"kty": "EC", "use": "sig", "alg": "ES256", "kid": "1", "crv": "P-256",
		"x": "8_IA2I6ojAnO1i1OrtmvO2oZOHd4ZDCnyuE2fJ2BA7g", "y": "bQYD2IXGYHcgaBBwDRotgFIkp-9SH0nLjfIDOsHBhO0"}]}`))
	if problem != nil {
		t.Fatal(problem)
	}
	endpoint := &inventory.Endpoint{Observations: []*inventory.Observation{{Keys: &inventory.Document[inventory.KeySet]{Value: set}}}}
	found := func(selection rules.Selection) map[string]rules.Severity {
		list, err := rules.Select(selection)
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]rules.Severity{}
		for _, f := range rules.NewEvaluator(list, inventory.DefaultPolicy(), time.Time{}).Endpoint(endpoint) {
			out[f.Rule.ID] = f.Rule.Severity
		}
		return out
	}
	if _, ok := found(rules.Selection{})["kid-not-thumbprint"]; ok {
		t.Error("a rule that is off finds something")
	}
	if got, ok := found(rules.Selection{Profile: "federation"})["kid-not-thumbprint"]; !ok || got != rules.Low {
		t.Errorf("found %t with %s, want low", ok, got)
	}
	if got := found(rules.Selection{Profile: "strict"})["standby-missing"]; got != rules.Medium {
		t.Errorf("severity is %s, want that of the profile", got)
	}
}
