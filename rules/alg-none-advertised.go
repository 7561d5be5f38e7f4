package rules

import "slices"

var algNoneAdvertised = &Rule{
	ID:       "alg-none-advertised",
	Title:    "Metadata offers ID tokens without a signature",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCDiscovery("3"), RFC(8725, "3.2"), CWE(347), NHI(4)},
	Why:      "A client that configures itself from the metadata may accept unsigned ID tokens, which anybody can write.",
	Fix:      "Register clients that use none for a signature algorithm, then remove none from id_token_signing_alg_values_supported.",
	Endpoint: func(pass *EndpointPass) {
		metadata := pass.Discovery()
		if metadata != nil && slices.Contains(metadata.SigningAlgs, "none") {
			pass.ReportMetadataf("id_token_signing_alg_values_supported lists none, want signed ID tokens only")
		}
	},
}
