package rules

var redirectCrossSite = &Rule{
	ID:       "redirect-cross-site",
	Title:    "Key set URL redirects to another site",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(9110, "15.4"), CWE(346), NHI(3)},
	Why:      "Whoever controls the other site decides which tokens are accepted, though no configuration names it; a lapsed domain or a login page there ends all verification.",
	Fix:      "Check whose site it is. Serve the key set from the issuer's own domain, or name the final URL in jwks_uri so that consumers see whom they trust.",
	Endpoint: func(pass *EndpointPass) {
		keys := lastLook(pass)
		if keys == nil {
			return
		}
		home := siteOrHost(keys.Response.URL)
		for _, hop := range keys.Response.Hops {
			if away := siteOrHost(hop.Location); away != home {
				pass.ReportSetf("redirected from %s to %s, want one site", quote(home), quote(away))
				return
			}
		}
	},
}
