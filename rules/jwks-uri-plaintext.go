package rules

var jwksURIPlaintext = &Rule{
	ID:       "jwks-uri-plaintext",
	Title:    "Metadata names a key set that is served over plain HTTP",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCDiscovery("3"), RFC(8414, "2"), CWE(319), NHI(4)},
	Why:      "Every consumer that follows the metadata fetches the keys without protection: whoever is on the path can put in a key of their own and sign tokens with it.",
	Fix:      "Serve the key set over https and name that URL in jwks_uri.",
	Endpoint: func(pass *EndpointPass) {
		if metadata := pass.Discovery(); metadata != nil && plaintext(metadata.JWKSURI) {
			pass.ReportMetadataf("jwks_uri is %s, want https", quoteURL(metadata.JWKSURI))
		}
	},
}
