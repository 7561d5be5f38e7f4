package rules

var signedExpired = &Rule{
	ID:       "signed-expired",
	Title:    "Signed key set is past its own expiry",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDFederation("5.2.1"), RFC(7519, "4.1.4"), CWE(672), NHI(7)},
	Why:      "Recipients must not accept it any more: they keep the keys that they have, or have none.",
	Fix:      "Sign the set anew, well before exp, whether or not its keys have changed.",
	Endpoint: func(pass *EndpointPass) {
		signed := signedSet(pass)
		if signed == nil {
			return
		}
		if at, ok := keyTime(signed.Expires); ok && pass.Now.After(at) {
			pass.ReportSetf("exp is %s, %s ago, want a set that is signed anew before then", stamp(at), roughly(pass.Now.Sub(at)))
		}
	},
}
