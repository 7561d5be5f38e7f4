package output

import (
	"fmt"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// The fixture has rules of its own, so that a new rule changes no golden file here.
var (
	endpointScope = func(*rules.EndpointPass) {}
	consumerScope = func(*rules.ConsumerPass) {}
	fleetScope    = func(*rules.FleetPass) {}

	privateMember = &rules.Rule{
		ID: "private-member-published", Title: "Private key members are published", Severity: rules.Critical, Since: "v0.1.0",
		Refs:     []rules.Ref{rules.RFC(7517, "9.2"), {Kind: rules.RefCWE, ID: "CWE-522", Title: "Insufficiently Protected Credentials", URL: "https://cwe.mitre.org/data/definitions/522.html"}, rules.NHI(2)},
		Why:      "Whoever reads the key set can sign tokens that every consumer accepts.",
		Fix:      "Publish a new key, sign with it, remove this one at once, and treat every token that it signed as forged.",
		Endpoint: endpointScope,
	}
	shortModulus = &rules.Rule{
		ID: "rsa-modulus-short", Title: "RSA modulus is shorter than 2048 bits", Severity: rules.High, Since: "v0.1.0",
		Refs:     []rules.Ref{rules.RFC(7518, "3.3"), {Kind: rules.RefCWE, ID: "CWE-326", Title: "Inadequate Encryption Strength", URL: "https://cwe.mitre.org/data/definitions/326.html"}, rules.NHI(4)},
		Why:      "Whoever factors the modulus can mint tokens that every consumer of this key set accepts.",
		Fix:      "Publish a key of at least 2048 bits, wait until the consumers' caches have it, sign with it, then remove this one.",
		Endpoint: endpointScope,
	}
	standbyAbsent = &rules.Rule{
		ID: "standby-absent", Title: "The next rotation breaks consumers, since no standby key is visible", Severity: rules.Medium, Since: "v0.1.0",
		Refs:     []rules.Ref{rules.RFC(7517, "5"), {Kind: rules.RefCWE, ID: "CWE-666", Title: "Operation on Resource in Wrong Phase of Lifetime", URL: "https://cwe.mitre.org/data/definitions/666.html"}},
		Why:      "A consumer that never refetches on an unknown kid rejects the new key until its copy expires.",
		Fix:      "Publish the next key before it signs, for at least the longest lag of all consumers.",
		Endpoint: endpointScope,
	}
	audienceUnchecked = &rules.Rule{
		ID: "consumer-audience-unchecked", Title: "The consumer accepts tokens for any audience", Severity: rules.Medium, Since: "v0.1.0",
		Refs:     []rules.Ref{rules.RFC(8725, "3.9")},
		Why:      "A token for another service of the same issuer is accepted here.",
		Fix:      "List the audiences that this service answers to.",
		Consumer: consumerScope,
	}
	issuerSlash = &rules.Rule{
		ID: "issuer-slash-mismatch", Title: "Issuer differs from its URL by a trailing slash", Severity: rules.Low, Since: "v0.1.0",
		Refs:     []rules.Ref{rules.OIDCDiscovery("4.3")},
		Why:      "Clients that compare exactly reject the metadata; others hide the mistake.",
		Fix:      "Publish the issuer exactly as clients are configured.",
		Endpoint: endpointScope,
	}
	keyShared = &rules.Rule{
		ID: "key-shared", Title: "One key is published by several issuers", Severity: rules.Info, Since: "v0.1.0",
		Refs:  []rules.Ref{rules.RFC(7517, "4.5"), rules.NHI(9)},
		Why:   "A token of one issuer passes for one of the other where only the key is checked.",
		Fix:   "Give every issuer keys of its own.",
		Fleet: fleetScope,
	}
)

func fixtureRules() []*rules.Rule {
	return []*rules.Rule{privateMember, shortModulus, standbyAbsent, audienceUnchecked, issuerSlash, keyShared}
}

const (
	payroll   = "https://id.example.com/tenants/payroll/.well-known/jwks.json"
	metadata  = "https://id.example.com/tenants/payroll/.well-known/openid-configuration"
	issuer    = "https://id.example.com/tenants/payroll"
	legacy    = "https://legacy.example.com:8443/a/very/long/path/that/goes/on/and/on/so/that/no/terminal/of/eighty/columns/holds/it/keys"
	longKid   = "0f6c1f3e-7f39-4a07-b1d8-2d9a3c5ef0aa/2019-04-01T00:00:00Z/signing/primary/version-00017"
	thumb     = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
	listed    = "fleet/targets.txt"
	envoyFile = "fleet/consumers/envoy.yaml"
)

// hash makes a fingerprint for a hand-made finding.
func hash(n int) string { return fmt.Sprintf("%064x", n) }

func at(file string, line, column int) inventory.Origin {
	return inventory.Origin{File: file, Line: line, Column: column}
}

// fixture is a report with telling findings, sorted as rules.Merge sorts.
func fixture() *Report {
	envoy, spring := fixtureConsumers()
	return &Report{
		Version: "v0.1.0", ScannedAt: time.Date(2026, 11, 22, 9, 30, 0, 0, time.FixedZone("CET", 3600)),
		Rules: fixtureRules(), Findings: fixtureFindings(),
		Endpoints: []Endpoint{
			{URL: payroll, Issuer: issuer, Keys: []Key{
				{Kid: "2024-q1", Kty: "RSA", Alg: "RS256", Use: "sig", Bits: 2048, Thumbprint: thumb},
				{Kty: "EC", Curve: "P-256", Bits: 256, Problem: "y has 31 octets, want 32"},
			}},
			{URL: legacy, Keys: []Key{{Kid: longKid, Kty: "RSA", Use: "sig", Bits: 1024, Thumbprint: thumb}}},
			{URL: "https://down.example.com/jwks", Problem: "timeout: no answer within 10s"},
			{File: "fleet/saved.json"},
		},
		Consumers: []*inventory.Consumer{envoy, spring},
		Freshness: map[*inventory.Consumer]window.Freshness{envoy: maxAge("max-age=300")},
		Ignored: []rules.Ignored{{
			Finding: rules.Finding{Rule: standbyAbsent, Message: "1 signing key is published, want the next one beside it", URL: legacy, Origin: at(listed, 9, 1), Fingerprint: hash(7)},
			By: &inventory.Ignore{
				Rule: standbyAbsent.ID, Subject: legacy, Reason: "goes with the tenant in spring",
				Until: time.Date(2027, 4, 1, 0, 0, 0, 0, time.UTC), At: at("fleet/jwksaudit.yaml", 31, 13),
			},
		}},
		Gaps: []inventory.Problem{
			{
				Target: "https://down.example.com", Kind: inventory.ProblemNoMetadata, Detail: "no metadata at any of 2 places: is this the issuer?",
				Tried: []string{
					"https://down.example.com/.well-known/openid-configuration: 404 Not Found",
					"https://down.example.com/.well-known/oauth-authorization-server: no answer within 10s",
				},
				Origins: []inventory.Origin{at(listed, 7, 1)},
			},
			{Target: "keys.example.com:8443/jwks", Kind: inventory.ProblemConnect, Detail: "connection refused"},
		},
		Skipped:       []Count{{"unrecognised files", 12}, {"files over 2 MiB", 0}, {"symlinks", 1}},
		EndpointCount: 4, FailedCount: 1, ExitCode: 1,
	}
}

func maxAge(header string) window.Freshness {
	f, _ := window.FreshnessOf(&inventory.Response{Status: 200, Header: inventory.Header{"Cache-Control": {header}}})
	return f
}

func fixtureFindings() []rules.Finding {
	return []rules.Finding{
		{
			Rule: privateMember, Confidence: rules.Certain, Message: `private member "d" of 32 octets is published and belongs to the public half, want no private member in a key set`,
			Issuer: issuer, URL: payroll, Kid: "2024-q1", Thumbprint: thumb,
			Origin: at(listed, 3, 1), Related: []inventory.Origin{at(envoyFile, 14, 9)}, Fingerprint: hash(1),
		},
		{
			Rule: shortModulus, Confidence: rules.Certain, Message: "RSA modulus is 1024 bits, want at least 2048",
			URL: legacy, Kid: longKid, Thumbprint: thumb, Fingerprint: hash(2),
		},
		{
			Rule: standbyAbsent, Confidence: rules.Firm,
			Message: "1 signing key is published and no standby: at the next rotation this consumer rejects tokens for up to 15m, want a standby key published that long before it signs",
			Issuer:  issuer, URL: payroll, Consumer: "envoy shop/corp",
			Origin: at(envoyFile, 14, 9), Related: []inventory.Origin{at(listed, 3, 1)},
			Terms: []window.Term{
				window.Exactly(window.HTTPCache, 5*time.Minute, inventory.Observed),
				window.Exactly(window.Interval, 10*time.Minute, inventory.VendorDefault),
				{Name: window.PushDelay, High: inventory.Forever(), From: inventory.Unknown},
			},
			Fingerprint: hash(3),
		},
		{
			Rule: audienceUnchecked, Confidence: rules.Certain, Message: "no audience is listed, want the audiences that this service answers to",
			Issuer: issuer, Consumer: "spring", Origin: at("fleet/consumers/shop [old]/application.yaml", 5, 11), Fingerprint: hash(4),
		},
		{
			Rule: issuerSlash, Confidence: rules.Certain, Message: `issuer is "https://id.example.com/tenants/payroll/", want exactly "https://id.example.com/tenants/payroll" as it was asked for`,
			Issuer: issuer, URL: metadata, Origin: at(listed, 3, 1), Fingerprint: hash(5),
		},
		{
			Rule: keyShared, Confidence: rules.Tentative, Message: "key is published at 2 endpoints, want it at one: also at " + legacy,
			Issuer: issuer, URL: payroll, Thumbprint: thumb, Origin: at(listed, 3, 1), Fingerprint: hash(6),
		},
	}
}

func fixtureConsumers() (envoy, spring *inventory.Consumer) {
	explicit := func(text string) []inventory.Value[string] {
		return []inventory.Value[string]{{V: text, From: inventory.Explicit}}
	}
	span := func(d time.Duration, from inventory.Provenance) inventory.Value[inventory.Span] {
		return inventory.Value[inventory.Span]{V: inventory.For(d), From: from}
	}
	envoy = &inventory.Consumer{
		Product: "envoy", Name: "shop/corp", Origin: at(envoyFile, 14, 9),
		Issuers: explicit(issuer), JWKSURLs: explicit(payroll),
		Refresh: inventory.Refresh{
			Mode: inventory.ModeLazy, Interval: span(10*time.Minute, inventory.VendorDefault), HTTPCache: inventory.CacheIgnored,
			UnknownKid:   inventory.Value[bool]{V: false, From: inventory.VendorDefault},
			StaleOnError: span(0, inventory.VendorDefault), Verdicts: span(0, inventory.VendorDefault),
		},
		Checks: inventory.Checks{
			Audiences:  explicit("shop"),
			Algorithms: inventory.Value[[]string]{V: []string{"RS256", "ES256"}, From: inventory.VendorDefault},
		},
	}
	spring = &inventory.Consumer{
		Product: "spring", Variant: "servlet", Origin: at("fleet/consumers/application.yaml", 5, 11),
		Issuers:    []inventory.Value[string]{{V: "${ISSUER}", From: inventory.Unresolved, Text: "${ISSUER}"}},
		Pins:       []inventory.Pin{{Kid: "2019", Thumbprint: thumb}, {Kid: longKid}},
		Refresh:    inventory.Refresh{Mode: inventory.ModeStartupOnce},
		Unresolved: []inventory.Placeholder{{Field: "spring.security.oauth2.resourceserver.jwt.issuer-uri", Text: "${ISSUER}"}},
	}
	return envoy, spring
}

// hostile is text that an attacker publishes to harm whoever reads a report.
func hostile() []string {
	return []string{
		"\x1b[2J\x1b[31mcritical\x1b[0m", "\x1b]8;;https://evil.example.com\x07click\x1b]8;;\x07", "\x9b31m", "a\x00b\x07c\x7fd", "\u009b31m\u0085",
		"line one\nno findings\r\nline two\ttab", "abc\u202eJSON\u202c\u2066x\u2069", "zero\u200bwidth\u200d\ufeff\u2060\u00ad", "\U000e0041\U000e0042 tags", "\u2028\u2029",
		"bad \xff\xfe utf-8", "lone \xed\xa0\x80 surrogate", "{0} {1} {{0}} {", "[click](https://evil.example.com) \\[x](y) [a\\](b)", "![img](https://evil.example.com/x.png)",
		"</script><script>alert(1)</script><!--", `"}],"runs":[{"x":"`, `\u001b[31m \" \\`, "=1+1", "::error file=x::y", "a ::stop-commands::x", "##[add-mask]x", "###[group]x]", "%0A%0D%25",
		"", " ", "   leading and trailing   ", "日本語のキー", "e\u0301\u0301\u0301", "\u3164\u115f filler", "a/../../b:c?d#e%2f", "https://user@evil.example.com/\x1b[31m?q=1#f",
		strings.Repeat("k", 5000), strings.Repeat("\x1b", 3000), strings.Repeat("長", 900), "https://" + strings.Repeat("u", 9000),
	}
}

// hostileReport puts one hostile text wherever text from outside may stand.
func hostileReport(text string) *Report {
	origin := inventory.Origin{File: text, Line: 3}
	consumer := &inventory.Consumer{
		Product: "envoy", Name: text, Origin: origin, Owner: text, Environment: text,
		Issuers:  []inventory.Value[string]{{V: text, From: inventory.Explicit}},
		JWKSURLs: []inventory.Value[string]{{V: text, From: inventory.Explicit}},
		Pins:     []inventory.Pin{{Kid: text, Thumbprint: text}}, Refresh: inventory.Refresh{Mode: inventory.ModeLazy},
		Checks: inventory.Checks{
			Audiences:  []inventory.Value[string]{{V: text, From: inventory.Explicit}},
			Algorithms: inventory.Value[[]string]{V: []string{text}, From: inventory.Explicit},
		},
		Unresolved: []inventory.Placeholder{{Field: text, Text: text}},
	}
	finding := rules.Finding{
		Rule: shortModulus, Message: text, Issuer: text, URL: text, Kid: text, Thumbprint: text, Consumer: text,
		Origin: origin, Related: []inventory.Origin{origin, {File: text}}, Fingerprint: hash(1),
	}
	adHoc, alone := finding, finding
	adHoc.Origin, adHoc.Fingerprint = inventory.Origin{}, hash(2)
	alone.URL, alone.Kid, alone.Fingerprint = "", "", hash(3)
	return &Report{
		Version: "v0.1.0", ScannedAt: time.Unix(1_700_000_000, 0), Rules: fixtureRules(),
		Findings:  []rules.Finding{finding, adHoc, alone},
		Ignored:   []rules.Ignored{{Finding: finding, By: &inventory.Ignore{Rule: text, Subject: text, Reason: text, At: origin}}},
		Endpoints: []Endpoint{{URL: text, Issuer: text, File: text, Owner: text, Environment: text, Problem: text, Keys: []Key{{Kid: text, Kty: text, Alg: text, Use: text, Curve: text, Thumbprint: text, Problem: text}}}},
		Consumers: []*inventory.Consumer{consumer},
		Gaps: []inventory.Problem{
			{Target: text, Kind: inventory.ProblemShape, Detail: text, Tried: []string{text, text}, Origins: []inventory.Origin{origin}},
			{Target: text, Kind: inventory.ProblemShape, Detail: text},
		},
		Skipped: []Count{{text, 2}}, EndpointCount: 1, FailedCount: 1, ExitCode: 1,
	}
}
