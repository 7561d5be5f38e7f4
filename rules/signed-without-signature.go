package rules

var signedWithoutSignature = &Rule{
	ID:       "signed-without-signature",
	Title:    "Signed key set has no signature that others cannot make",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDFederation("5.2.1"), RFC(8725, "3.2"), CWE(347), NHI(4)},
	Why:      "With none, or with a secret that recipients share, whoever can answer for the URL decides which keys are trusted.",
	Fix:      "Sign the set with the private half of a federation key, by an algorithm such as ES256 or RS256.",
	Endpoint: func(pass *EndpointPass) {
		signed := signedSet(pass)
		if signed == nil {
			return
		}
		if family := algorithmFamily(signed.Algorithm); family != familySignature {
			pass.ReportSetf("alg of the signature is %s, want an asymmetric one", quote(signed.Algorithm))
		}
	},
}
