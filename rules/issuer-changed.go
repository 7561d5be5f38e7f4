package rules

import "github.com/jwksaudit/jwksaudit/scan/inventory"

var issuerChanged = &Rule{
	ID:       "issuer-changed",
	Title:    "The metadata names another issuer than before",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCDiscovery("4.3"), RFC(8414, "3.3"), CWE(346)},
	Why:      "Consumers compare the iss of a token with the identifier that they were given, to the letter: they reject every token that carries the new one.",
	Fix:      "Go back to the old identifier, or give every consumer both before tokens carry the new one.",
	Endpoint: func(pass *EndpointPass) {
		c, ok := pass.History().Moved(func(d *inventory.Discovery) string { return d.Issuer })
		if ok && pass.recent(c.Within) && c.Before != "" && c.After != "" {
			pass.ReportMetadataf("issuer is %s since %s and was %s, want it to stay", quote(c.After), since(c.Within), quote(c.Before))
		}
	},
}
