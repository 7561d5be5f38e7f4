package rules

import (
	"slices"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var redirectRefused = &Rule{
	ID:       "redirect-refused",
	Title:    "Key set URL redirects, and a consumer does not follow",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(9110, "15.4"), panvaJOSE(), CWE(436)},
	Why:      "This consumer takes the redirect for the answer and has no key set: it refuses every token of the issuer.",
	Fix:      "Configure the final URL in the consumer and name it in the issuer's jwks_uri, or serve the key set where it is asked for.",
	Endpoint: func(pass *EndpointPass) {
		for _, c := range pass.Endpoint.Consumers {
			if !stopsAtRedirect(pass, c) {
				continue
			}
			hops := lastLook(pass).Response.Hops
			from := c.Capabilities.FollowsRedirects.From
			pass.ReportConsumerf(c, "answered %d to %s, which it does not follow%s, want the key set itself",
				hops[0].Status, quoteURL(hops[len(hops)-1].Location), source(from)).resting(from)
		}
	},
}

// stopsAtRedirect reports whether the key set is behind a redirect that a consumer
// certainly does not follow.
func stopsAtRedirect(pass *EndpointPass, c *inventory.Consumer) bool {
	keys := lastLook(pass)
	follows := c.Capabilities.FollowsRedirects
	return keys != nil && len(keys.Response.Hops) > 0 && c.Refresh.Mode != inventory.ModeStatic && follows.From.Known() && !follows.V
}

// refusesRedirect reports whether any consumer does not follow the redirect to the key set.
func refusesRedirect(pass *EndpointPass) bool {
	return slices.ContainsFunc(pass.Endpoint.Consumers, func(c *inventory.Consumer) bool { return stopsAtRedirect(pass, c) })
}
