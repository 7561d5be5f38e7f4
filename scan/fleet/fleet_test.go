package fleet

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

func words() Words {
	return Words{
		Rules:      []string{"cache-too-long", "standby-missing", "hsts-missing"},
		Profiles:   []string{"default", "strict"},
		Severities: []string{"critical", "high", "medium", "low", "info"},
	}
}

func parse(t *testing.T, text string) *File {
	t.Helper()
	file, err := Parse("ops/jwksaudit.yaml", []byte(text), words())
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestIssuers(t *testing.T) {
	file := parse(t, `
issuers:
  - url: https://idp.example.com
    key_set: https://IDP.example.com:443/jwks
    owner: team-identity
    environment: prod
    aliases: [https://login.example.com/]
    regions: [{name: eu, url: https://eu.idp.example.com/jwks}]
    kids: [2026-10, 2026-11]
    token_lifetime: 15m
    cadence: 90d
    lead: 1d
    retired: 2027-01-31
  - {url: partner, key_set: https://partner.example.org/keys}
`)
	d := file.Issuers.All[0]
	got := fmt.Sprintln(d.Issuer, d.KeySetURL, d.Owner, d.Environment, d.Aliases, d.Regions, d.Kids[1].V, d.TokenLifetime.V, d.Cadence.V, d.Lead.V, d.Retired.V, d.Origin)
	want := "https://idp.example.com https://IDP.example.com:443/jwks team-identity prod [https://login.example.com/] " +
		"[{eu https://eu.idp.example.com/jwks ops/jwksaudit.yaml:8:15}] 2026-11 15m0s 2160h0m0s 24h0m0s 2027-01-31 00:00:00 +0000 UTC ops/jwksaudit.yaml:3:10\n"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if v := d.Cadence; v.From != inventory.Declared || v.At.Line != 11 {
		t.Errorf("cadence is %+v", v)
	}
	for _, name := range [][2]string{
		{"https://idp.example.com/", ""}, {"https://login.example.com", ""},
		{"", "https://idp.example.com/jwks#x"}, {"https://other.example.com", "https://eu.idp.example.com/jwks"},
	} {
		if file.Issuers.Find(name[0], name[1]) != d {
			t.Errorf("%q is not found", name)
		}
	}
	if found := file.Issuers.Find("https://other.example.com", "https://other.example.com/jwks"); found != nil {
		t.Errorf("found %v for an issuer that is not declared", found)
	}
	if day := d.Retired.V; d.RetiredBy(day.Add(-time.Second)) || !d.RetiredBy(day) {
		t.Error("the issuer is not retired with the day that is named")
	}
}

func TestConsumers(t *testing.T) {
	file := parse(t, `
issuers:
  - {url: https://idp.example.com, key_set: https://idp.example.com/keys}
consumers:
  - paths: [deploy, "mesh/*.yaml"]
    owner: team-mesh
  - interval: 5m
    stale_on_error: forever
    unknown_kid: false
    algorithms: [ES256, RS256]
    audiences: orders
    skew: 2m
    issuers: [https://idp.example.com]
    name: orders
    uses: go-oidc@v3
  - {uses: envoy/async, key_set: https://idp.example.com/v2/keys, verdict_cache: 1m, cooldown: 30s}
  - {uses: spring, issuers: [https://spring.example.com]}
`)
	if s := file.Sources; len(s) != 2 || s[1].Path != "mesh/*.yaml" || s[1].Owner != "team-mesh" || s[1].At.Line != 5 {
		t.Errorf("sources are %+v", s)
	}
	orders, edge, spring := file.Consumers[0], file.Consumers[1], file.Consumers[2]
	r := orders.Refresh
	if orders.Name != "orders" || orders.Product != "go-oidc" || r.Mode != inventory.ModeLazy ||
		r.Interval.V.D != 5*time.Minute || r.Interval.From != inventory.Declared || r.Interval.At.Line != 7 ||
		!r.StaleOnError.V.Infinite || r.UnknownKid.V || r.UnknownKid.From != inventory.Declared {
		t.Errorf("orders renews by %+v", r)
	}
	c := orders.Checks
	if !c.Audience.V || c.Audience.From != inventory.Implied || c.Audiences[0].V != "orders" || len(c.Algorithms.V) != 2 || c.Skew.V != 2*time.Minute {
		t.Errorf("orders checks %+v", c)
	}
	if len(orders.JWKSURLs) != 1 || orders.JWKSURLs[0].V != "https://idp.example.com/keys" {
		t.Errorf("orders fetches %v, want the key set that is declared of its issuer", orders.JWKSURLs)
	}
	if edge.Product != "envoy" || edge.Variant != "async" || edge.Name != "envoy/async" || edge.Refresh.Mode != inventory.ModePoll ||
		edge.Refresh.Interval.From != inventory.VendorDefault || edge.Refresh.Cooldown.V.D != 30*time.Second {
		t.Errorf("edge is %+v", edge)
	}
	if spring.Variant != "" || spring.Refresh.Interval.From.Known() || len(spring.Notes) == 0 {
		t.Errorf("spring is of no known variant, and is %q with interval %+v", spring.Variant, spring.Refresh.Interval)
	}
}

func TestPolicy(t *testing.T) {
	p := parse(t, `
policy:
  profile: strict
  fail_on: none
  severities: {cache-too-long: info, hsts-missing: off}
  thresholds: {token_lifetime: 15m, max_trust_after_removal: 1h}
  ignore:
    - {rule: standby-missing, subject: "https://idp.example.com*", reason: planned, until: 2027-01-31}
`).Policy
	if p.Profile != "strict" || p.FailOn != "none" || p.Severities["cache-too-long"] != "info" || p.Severities["hsts-missing"] != "off" {
		t.Errorf("policy is %+v", p)
	}
	if p.TokenLifetime.V != 15*time.Minute || p.TokenLifetime.From != inventory.Declared || p.MaxTrustAfterRemoval != time.Hour {
		t.Errorf("thresholds are %+v", p.Policy)
	}
	if p.Skew != inventory.DefaultPolicy().Skew || p.MaxCacheLifetime != inventory.DefaultPolicy().MaxCacheLifetime {
		t.Errorf("what is not said is not the default: %+v", p.Policy)
	}
	i := p.Ignores[0]
	if last := time.Date(2027, 1, 31, 23, 59, 59, 0, time.UTC); i.Ended(last) || !i.Ended(last.Add(time.Second)) || i.LastDay().Day() != 31 {
		t.Errorf("an entry until 2027-01-31 ends at %v", i.Until)
	}
}

// TestEveryThresholdHasAKey: whatever the policy measures, the file can set.
func TestEveryThresholdHasAKey(t *testing.T) {
	declared := func(got any) bool {
		v, ok := got.(inventory.Value[time.Duration])
		return ok && v.From == inventory.Declared && v.V == 7*time.Hour
	}
	for field := range reflect.TypeFor[inventory.Policy]().Fields() {
		key := strings.ToLower(regexp.MustCompile(`\B[A-Z]`).ReplaceAllString(field.Name, "_$0"))
		text := "7h"
		if field.Type.Kind() == reflect.Int {
			text = "7"
		}
		policy := parse(t, "policy: {thresholds: {"+key+": "+text+"}}").Policy.Policy
		if got := reflect.ValueOf(policy).FieldByName(field.Name).Interface(); got != 7*time.Hour && got != 7 && !declared(got) {
			t.Errorf("threshold %s sets %s to %v", key, field.Name, got)
		}
	}
}

// TestFaults: what testdata/scripts/fleet.txtar does not show.
func TestFaults(t *testing.T) {
	for text, want := range map[string]string{
		"[]":                       "f:1:1: the file is a list, want a mapping",
		"issuers: {}":              "f:1:10: issuers is a mapping, want a list",
		"issuers: [x]":             "f:1:11: issuers[0] is a text, want a mapping",
		"issuers: []\nissuers: []": `f:2:1: key "issuers" stands here twice`,
		"issuers: [{url: https://a.example.com, zzz: 1}]":                                                         `f:1:40: unknown key "zzz": want one of aliases, cadence, environment, key_set, kids, lead, owner, regions, retired, token_lifetime, url`,
		"issuers: [{url: https://a.example.com, cadence: 0s}]":                                                    "f:1:49: issuers[0].cadence is 0, want how much time lies between two rotations",
		"issuers: [{url: https://a.example.com, owner: ''}]":                                                      "f:1:47: issuers[0].owner is empty",
		"issuers: [{url: https://a.example.com, owner: !who me}]":                                                 `f:1:47: issuers[0].owner is tagged "!who", want a text`,
		"issuers: [{url: https://a.example.com, regions: [{name: eu}]}]":                                          "f:1:50: issuers[0].regions[0] wants a name and the url of its key set",
		"issuers: [{url: https://a.example.com, key_set: 'https://u:secret@a.example.com'}]":                      "f:1:49: issuers[0].key_set holds a user name or password: bind a credential with --header instead",
		"issuers: [{url: https://a.example.com}, {url: https://b.example.com, aliases: https://a.example.com/}]":  `f:1:47: issuer "https://a.example.com" is declared already at f:1:17`,
		"issuers: [{url: '{{ .Values.issuer }}'}]":                                                                "f:1:17: issuers[0].url is no absolute URL, want one such as https://idp.example.com, or its key_set beside it",
		"issuers:\n{{ range .x }}\n- url: https://a.example.com\n{{ end }}":                                       "f: holds template actions, want plain YAML",
		"consumers: [{paths: [a], interval: 5m}]":                                                                 `f:1:26: unknown key "interval": want one of environment, owner, paths`,
		"consumers: [{uses: jose, key_set: https://a.example.com}, {uses: jose, key_set: https://b.example.com}]": `f:1:59: consumer jose "jose" is declared already at f:1:13: give it a name of its own`,
		"consumers: [{uses: envoy/asink, key_set: https://a.example.com}]":                                        `f:1:20: consumers[0].uses: envoy does not run as "asink": want one of lazy, async, local`,
		"consumers: [{uses: jose, key_set: https://a.example.com, unknown_kid: maybe}]":                           `f:1:71: consumers[0].unknown_kid is "maybe", want true or false`,
		"policy: {profile: strikt}":                                                                               `f:1:19: policy.profile is "strikt": did you mean "strict"`,
		"history: postgres://u:secret@db.example.com/x":                                                           "f:1:10: history is no path below this file's folder, want one such as jwksaudit.db, or default; a database is named by --history",
		"history: /etc/passwd": "f:1:10: history is no path below this file's folder, want one such as jwksaudit.db, or default; a database is named by --history",
		"history: a/../../b":   "f:1:10: history is no path below this file's folder, want one such as jwksaudit.db, or default; a database is named by --history",
		"a = 1":                "f: is not YAML",
		"\xff":                 "f: file is not UTF-8",
	} {
		_, err := Parse("f", []byte(text), words())
		if err == nil || err.Error() != want {
			t.Errorf("%s\ngot  %v\nwant %s", text, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the message shows a credential", text)
		}
	}
}

// FuzzParse: no text makes the reader panic, and what is wrong has a place.
func FuzzParse(f *testing.F) {
	f.Add("issuers: [{url: https://a.example.com, cadence: 1d}]\nconsumers: [{uses: go-oidc@v3, issuers: x}]\npolicy: {ignore: [{rule: x}]}")
	f.Add("consumers: &c [{paths: *c}]")
	f.Add("{\"policy\": {\"severities\": {\"hsts-missing\": [null]}}}")
	f.Fuzz(func(t *testing.T, text string) {
		file, err := Parse("f", []byte(text), words())
		if (file == nil) == (err == nil) {
			t.Fatalf("file %v and error %v", file, err)
		}
		var faults Faults
		if errors.As(err, &faults) != (err != nil) {
			t.Fatalf("the error is %T", err)
		}
		for _, fault := range faults {
			if fault.At.File != "f" || fault.Text == "" {
				t.Errorf("fault %+v has no place", fault)
			}
		}
	})
}
