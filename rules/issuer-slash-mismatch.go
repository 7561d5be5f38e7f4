package rules

var issuerSlashMismatch = &Rule{
	ID:       "issuer-slash-mismatch",
	Title:    "Issuer differs from the one asked for by a trailing slash",
	Severity: Info,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCDiscovery("4.3"), RFC(8414, "3.3"), CWE(436)},
	Why:      "Issuers are compared character for character. A consumer that is configured with the other spelling refuses every token.",
	Fix:      "Configure consumers with the issuer as its metadata spells it.",
	Endpoint: func(pass *EndpointPass) {
		if asked, named, ok := issuers(pass); ok && asked != named && sameButSlash(asked, named) &&
			len(misnaming(pass)) == 0 { // else consumer-issuer-mismatch
			pass.ReportMetadataf("issuer is %s and was asked for as %s, want one spelling", quoteURL(named), quoteURL(asked))
		}
	},
}
