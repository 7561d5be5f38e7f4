package rules

import "slices"

var jwksURIMissing = &Rule{
	ID:       "jwks-uri-missing",
	Title:    "Provider metadata does not say where the keys are",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCDiscovery("3"), RFC(8414, "2"), CWE(1286)},
	Why:      "Consumers that find their keys through the metadata find none and refuse every token; others guess, or pin what they once saw.",
	Fix:      "Add jwks_uri with the absolute https URL of the key set.",
	Endpoint: func(pass *EndpointPass) {
		metadata := pass.Discovery()
		if metadata == nil {
			return
		}
		// RFC 8414 section 2 leaves it optional for authorization servers.
		provider := metadata.Has("id_token_signing_alg_values_supported") || metadata.Has("subject_types_supported")
		switch usable := slices.Contains([]string{"https", "http"}, scheme(metadata.JWKSURI)) && hostOf(metadata.JWKSURI) != ""; {
		case usable:
		case metadata.JWKSURI != "":
			pass.ReportMetadataf("jwks_uri is %s, want an absolute https URL", quoteURL(metadata.JWKSURI))
		case metadata.Has("jwks_uri"):
			pass.ReportMetadataf("jwks_uri holds no text, want the URL of the key set")
		case metadata.SignedJWKSURI != "": // OpenID Federation 1.0 section 5.2.1
		case provider:
			pass.ReportMetadataf("jwks_uri is absent, want the URL of the key set")
		}
	},
}
