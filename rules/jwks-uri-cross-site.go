package rules

var jwksURICrossSite = &Rule{
	ID:       "jwks-uri-cross-site",
	Title:    "Key set lives on another site than its issuer",
	Severity: Info,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCDiscovery("3"), CWE(346), NHI(3)},
	Why:      "Whoever controls that other site controls which tokens the issuer's consumers accept; check that it is meant.",
	Fix:      "Serve the key set from the issuer's own domain, or record whose site it is.",
	Endpoint: func(pass *EndpointPass) {
		metadata := pass.Discovery()
		if metadata == nil {
			return
		}
		from, to := site(metadata.Issuer), site(metadata.JWKSURI)
		if from != "" && to != "" && from != to {
			pass.ReportMetadataf("jwks_uri is on %s and the issuer on %s, want one site", quote(to), quote(from))
		}
	},
}
