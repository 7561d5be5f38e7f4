package rules

import "github.com/jwksaudit/jwksaudit/scan/inventory"

var jwksURIMoved = &Rule{
	ID:       "jwks-uri-moved",
	Title:    "The metadata names another key set than before",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCDiscovery("3"), RFC(8414, "2"), CWE(1329)},
	Why:      "Consumers that were given the old URL, or read the metadata once at start, go on fetching keys from there; and whoever can change this member can make everyone trust his keys.",
	Fix:      "Check that the issuer intended it, keep the old URL alive with the same keys, and move the consumers that state it.",
	Endpoint: func(pass *EndpointPass) {
		c, ok := pass.History().Moved(func(d *inventory.Discovery) string { return d.JWKSURI })
		if ok && pass.recent(c.Within) && c.Before != "" && c.After != "" {
			pass.ReportMetadataf("jwks_uri is %s since %s and was %s, want it to stay", quoteURL(c.After), since(c.Within), quoteURL(c.Before))
		}
	},
}
