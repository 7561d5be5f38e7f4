package rules

var dpopAlgorithmSymmetric = &Rule{
	ID:       "dpop-algorithm-symmetric",
	Title:    "Metadata offers DPoP proofs that are not signed with a key pair",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(9449, "4.2"), RFC(9449, "5.1"), CWE(347), NHI(4)},
	Why:      "A DPoP proof shows that its sender holds a private key; with none or a shared secret it shows nothing, and a stolen token can be used by anybody.",
	Fix:      "List asymmetric signature algorithms alone, such as ES256.",
	Endpoint: func(pass *EndpointPass) {
		reportAlgorithms(pass, "dpop_signing_alg_values_supported", familyNone, familyMAC)
	},
}
