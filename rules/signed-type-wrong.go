package rules

var signedTypeWrong = &Rule{
	ID:       "signed-type-wrong",
	Title:    "Signed key set is not typed as one",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDFederation("5.2.1"), RFC(8725, "3.11"), CWE(347), NHI(4)},
	Why:      "Recipients must reject it; and without the type, a token that the same key signed for another purpose could pass for a key set.",
	Fix:      "Set typ to jwk-set+jwt in the header of the JWT.",
	Endpoint: func(pass *EndpointPass) {
		if signed := signedSet(pass); signed != nil && signed.Type != "jwk-set+jwt" {
			pass.ReportSetf("typ is %s, want jwk-set+jwt", quote(signed.Type))
		}
	},
}
