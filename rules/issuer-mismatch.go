package rules

var issuerMismatch = &Rule{
	ID:       "issuer-mismatch",
	Title:    "Metadata names another issuer than the one it was asked for",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCDiscovery("4.3"), RFC(8414, "3.3"), CWE(346), NHI(4)},
	Why:      "Consumers that follow the specification must refuse the metadata, and its keys with it; those that do not can be led to trust one issuer's keys for another.",
	Fix:      "Serve, at each issuer's own well-known place, metadata whose issuer is exactly that identifier.",
	Endpoint: func(pass *EndpointPass) {
		if asked, named, ok := issuers(pass); ok && !sameButSlash(asked, named) &&
			len(misnaming(pass)) == 0 { // else consumer-issuer-mismatch
			pass.ReportMetadataf("issuer is %s, want %s", quoteURL(named), quoteURL(asked))
		}
	},
}
