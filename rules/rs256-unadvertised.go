package rules

import "slices"

var rs256Unadvertised = &Rule{
	ID:       "rs256-unadvertised",
	Title:    "Metadata does not list RS256, which OpenID Connect requires",
	Severity: Info,
	Off:      true,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCDiscovery("3"), CWE(1288)},
	Why:      "A client that relies on the one algorithm that every provider must have finds none it knows; profiles such as FAPI forbid RS256 on purpose.",
	Fix:      "Add RS256 where general OpenID Connect clients are to be served; keep it out where a profile forbids it.",
	Endpoint: func(pass *EndpointPass) {
		metadata := pass.Discovery()
		if metadata != nil && len(metadata.SigningAlgs) > 0 && !slices.Contains(metadata.SigningAlgs, "RS256") {
			pass.ReportMetadataf("RS256 is not among the %d of id_token_signing_alg_values_supported, want it there", len(metadata.SigningAlgs))
		}
	},
}
