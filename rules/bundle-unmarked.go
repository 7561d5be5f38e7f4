package rules

import (
	"slices"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var bundleUnmarked = &Rule{
	ID:       "bundle-unmarked",
	Title:    "Key set is no SPIFFE bundle",
	Severity: High,
	Off:      true,
	Since:    "v0.1.0",
	Refs:     []Ref{spiffeBundle("4.1"), spiffeBundle("4.2.2"), CWE(1286)},
	Why:      "Clients of a bundle endpoint must ignore keys whose use they do not know: they find none here, and reject every SVID of the trust domain.",
	Fix:      "Serve the bundle at this URL: keys with use x509-svid or jwt-svid, and spiffe_sequence and spiffe_refresh_hint beside them.",
	Endpoint: func(pass *EndpointPass) {
		set := pass.Set()
		marked := func(k inventory.Key) bool { return k.Use == "x509-svid" || k.Use == "jwt-svid" }
		if set != nil && set.Bundle == nil && len(set.Keys) > 0 && !slices.ContainsFunc(set.Keys, marked) {
			pass.ReportSetf("0 of %d keys are of use x509-svid or jwt-svid, want a bundle", len(set.Keys))
		}
	},
}
