package rules

import "fmt"

var redirectFollowed = &Rule{
	ID:       "redirect-followed",
	Title:    "Key set URL redirects within its site",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(9110, "15.4"), panvaJOSE(), CWE(436)},
	Why:      "A client may follow a redirect or not: some libraries refuse to for key sets, on purpose, and find no keys.",
	Fix:      "Name the final URL in jwks_uri and in every configuration, or serve the key set where it is asked for.",
	Endpoint: func(pass *EndpointPass) {
		keys := lastLook(pass)
		if keys == nil || len(keys.Response.Hops) == 0 || refusesRedirect(pass) {
			return
		}
		var chain []string
		for _, hop := range keys.Response.Hops {
			if downgrades(hop) || siteOrHost(hop.Location) != siteOrHost(keys.Response.URL) {
				return // redirect-downgrade or redirect-cross-site
			}
			chain = append(chain, fmt.Sprintf("%d to %s", hop.Status, quoteURL(hop.Location)))
		}
		pass.ReportSetf("answered %s, want the key set itself", some(chain, ", "))
	},
}
