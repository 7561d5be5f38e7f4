package rules

var resourceAlgorithmNone = &Rule{
	ID:       "resource-algorithm-none",
	Title:    "Metadata of a protected resource offers responses without a signature",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(9728, "2"), CWE(347)},
	Why:      "A client that asked for a signed response, and takes the algorithm from the metadata, accepts one that anybody can write.",
	Fix:      "Remove none from resource_signing_alg_values_supported.",
	Endpoint: func(pass *EndpointPass) {
		reportAlgorithms(pass, "resource_signing_alg_values_supported", familyNone)
	},
}
