package rules

var clientAlgorithmNone = &Rule{
	ID:       "client-algorithm-none",
	Title:    "Metadata lets clients authenticate without a signature",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(8414, "2"), CWE(347), NHI(4)},
	Why:      "An assertion that nobody signed names any client that its sender likes: whoever knows a client identifier can act as that client.",
	Fix:      "Remove none from the lists of algorithms for client authentication.",
	Endpoint: func(pass *EndpointPass) {
		for _, endpoint := range []string{"token_endpoint", "revocation_endpoint", "introspection_endpoint"} {
			reportAlgorithms(pass, endpoint+"_auth_signing_alg_values_supported", familyNone)
		}
	},
}
