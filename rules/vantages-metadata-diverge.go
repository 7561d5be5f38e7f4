package rules

var vantagesMetadataDiverge = &Rule{
	ID:       "vantages-metadata-diverge",
	Title:    "Servers of one issuer name different issuers or key sets",
	Severity: High,
	Since:    "v0.1.0",
	Needs:    NeedVantages,
	Refs:     []Ref{OIDCDiscovery("4.3"), RFC(8414, "3.3"), CWE(346), NHI(6)},
	Why:      "Consumers trust another issuer or other keys by which server answered when they started, and keep that for as long as they run.",
	Fix:      "Serve the same metadata from every server, with the issuer and jwks_uri that clients are to use.",
	Endpoint: func(pass *EndpointPass) {
		var issuers, keySets vantageGroups
		for _, o := range pass.Endpoint.Observations {
			if o.Vantage != "" && o.Metadata != nil && o.Metadata.Value != nil {
				issuers.add(o.Vantage, quoteURL(o.Metadata.Value.Issuer))
				keySets.add(o.Vantage, quoteURL(o.Metadata.Value.JWKSURI))
			}
		}
		if issuers.differ() {
			pass.ReportMetadataf("issuer differs by server, want one: %s", &issuers).About("issuer")
		}
		if keySets.differ() {
			pass.ReportMetadataf("jwks_uri differs by server, want one: %s", &keySets).About("jwks_uri")
		}
	},
}
