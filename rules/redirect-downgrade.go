package rules

var redirectDowngrade = &Rule{
	ID:       "redirect-downgrade",
	Title:    "Key set URL redirects from https to http",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCDiscovery("3"), RFC(8414, "2"), CWE(319), NHI(4)},
	Why:      "The configured URL is https, but consumers that follow the redirect take their keys from a plain connection, where whoever is on the path can put in a key of their own.",
	Fix:      "Let the redirect name an https URL; behind a proxy that ends TLS, tell the application its outer scheme.",
	Endpoint: func(pass *EndpointPass) {
		keys := lastLook(pass)
		if keys == nil {
			return
		}
		for _, hop := range keys.Response.Hops {
			if downgrades(hop) {
				pass.ReportSetf("redirected to %s, want https", quoteURL(hop.Location))
				return
			}
		}
	},
}
