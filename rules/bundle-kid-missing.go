package rules

var bundleKidMissing = &Rule{
	ID:       "bundle-kid-missing",
	Title:    "JWT authority of a SPIFFE bundle has no kid",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{Source("JWT-SVID", "6.1", "https://github.com/spiffe/spiffe/blob/main/standards/JWT-SVID.md"), CWE(436)},
	Why:      "Validators find the authority of a JWT-SVID by its kid: tokens of this key are rejected.",
	Fix:      "Set kid on every key whose use is jwt-svid, and put it into the header of the tokens.",
	Endpoint: func(pass *EndpointPass) {
		for key := range bundleKeys(pass) {
			if key.Use == "jwt-svid" && key.Kid == "" {
				pass.Reportf(key, "kid is absent on a key of use jwt-svid, want one")
			}
		}
	},
}
