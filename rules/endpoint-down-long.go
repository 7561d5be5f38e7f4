package rules

import "github.com/jwksaudit/jwksaudit/rules/window"

var endpointDownLong = &Rule{
	ID:       "endpoint-down-long",
	Title:    "The key set is down for longer than its consumers can bear",
	Severity: High,
	Since:    "v0.1.0",
	Refs: []Ref{
		Source("node-jwks-rsa pull request 502", "", "https://github.com/auth0/node-jwks-rsa/pull/502"),
		RFC(9111, "4.2.4"), CWE(636),
	},
	Why: "Their copies have expired and they cannot fetch others: they reject every token of this issuer until the key set is back, or restart into having no keys at all.",
	Fix: "Bring the key set back. Then put a cache with stale-if-error before it, and let the consumers keep their keys for some hours when a fetch fails.",
	Endpoint: func(pass *EndpointPass) {
		h := pass.History()
		outage, down := h.Outage(consumersFail)
		if !down || outage.Polls < 2 {
			return
		}
		var out consumerGroups
		var terms []window.Term
		for _, c := range pass.Endpoint.Consumers {
			if !c.Remote() {
				continue
			}
			bear := window.OutageTolerance(c, h.Freshness(pass.Now))
			if j := window.AtMost(window.Sum(outage.Down), bear); j.Verdict == window.Violation {
				out.add(c, lag(bear.Low, bear.High, "without end"))
				terms = j.Terms()
			}
		}
		if len(out.texts) > 0 {
			pass.ReportSetf("%d polls in a row failed over %s, while keys are kept by %s, want it back within that time",
				outage.Polls, measured(outage.Down), &out).Because(terms...)
		}
	},
}
