package rules

import "slices"

var bundleUseInvalid = &Rule{
	ID:       "bundle-use-invalid",
	Title:    "Key of a SPIFFE bundle says for no kind of SVID that it is",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{spiffeBundle("4.2.2"), CWE(1286)},
	Why:      "Clients must ignore a key whose use is missing or unknown, so every SVID that it signed is rejected.",
	Fix:      "Set use to x509-svid on certificate authorities and to jwt-svid on keys that sign JWT-SVIDs.",
	Endpoint: func(pass *EndpointPass) {
		for key := range bundleKeys(pass) {
			switch {
			case !key.Has("use"):
				pass.Reportf(key, "use is absent, want x509-svid or jwt-svid")
			case !slices.Contains([]string{"x509-svid", "jwt-svid"}, key.Use):
				pass.Reportf(key, "use is %s, want x509-svid or jwt-svid", quote(key.Use))
			}
		}
	},
}
