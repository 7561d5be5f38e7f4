package rules

var signedKidMissing = &Rule{
	ID:       "signed-kid-missing",
	Title:    "Signed key set does not name the key that signed it",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDFederation("5.2.1"), CWE(347)},
	Why:      "Recipients find the federation key by kid and must not guess: they cannot verify the set.",
	Fix:      "Set kid in the header of the JWT to that of the federation key that signs it.",
	Endpoint: func(pass *EndpointPass) {
		if signed := signedSet(pass); signed != nil && signed.Kid == "" {
			pass.ReportSetf("kid is absent from the header, want the key that signed the set")
		}
	},
}
