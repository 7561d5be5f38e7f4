package rules

import (
	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var consumerRefreshStopped = &Rule{
	ID:       "consumer-refresh-stopped",
	Title:    "Consumer renews its keys by headers that the key set does not carry",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCCore("10.1.1"), OIDCCore("10.2.1"), RFC(9111, "4.2.1"), CWE(672), NHI(1), NHI(7)},
	Why:      "Nothing makes this consumer fetch again: it trusts the keys of its start without end, and refuses every token of a new one, until somebody restarts it.",
	Fix:      "Serve the key set with Cache-Control: max-age, of an hour or so; until then, restart the consumer as a step of every rotation.",
	Endpoint: func(pass *EndpointPass) {
		freshness := freshnessOf(pass)
		if freshness == nil {
			return // what the headers say is not known
		}
		for _, c := range pass.Endpoint.Consumers {
			if c.Refresh.HTTPCache != inventory.CacheSoleSource {
				continue
			}
			if trust := window.RemovedKeyLag(c, freshness); trust.Infinite() {
				pass.ReportConsumerf(c, "no caching header gives the key set a lifetime, want one: without it keys are fetched once, at start").
					resting(inventory.VendorDefault).Because(endlessTerms(trust)...)
			}
		}
	},
}
