package rules

import (
	"cmp"
	"slices"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var refreshLoadHigh = &Rule{
	ID:       "refresh-load-high",
	Title:    "Consumers fetch the key set very often",
	Severity: Low,
	Since:    "v0.1.0",
	Refs: []Ref{
		OIDCCore("10.1.1"),
		Source("Keycloak issue 15216", "", "https://github.com/keycloak/keycloak/issues/15216"),
		CWE(770),
	},
	Why: "Each instance of each consumer asks this often. An issuer that limits requests comes to refuse them, and then all consumers stand without keys at once.",
	Fix: "Lengthen the shortest of the intervals that are named, to some minutes; where the response's headers make the interval, give it a max-age.",
	Endpoint: func(pass *EndpointPass) {
		freshness := freshnessOf(pass)
		most := pass.Policy.MaxFetchesPerMinute
		var gaps []window.Term
		seen := map[string]bool{}
		for _, c := range pass.Endpoint.Consumers {
			if id := consumerName(c); c.Remote() && !seen[id] {
				seen[id] = true // one consumer may be configured in several files
				gaps = append(gaps, window.FetchGap(c, freshness))
			}
		}
		sum := window.FetchesPerMinute(gaps)
		if most <= 0 || sum < float64(most) {
			return
		}
		gaps = slices.DeleteFunc(gaps, func(gap window.Term) bool { return gap.High.Infinite || gap.High == inventory.Span{} })
		slices.SortStableFunc(gaps, func(a, b window.Term) int { return cmp.Compare(a.High.D, b.High.D) })
		pass.ReportSetf("%d fetches a minute by one instance of each of %d consumers, want fewer than %d",
			int(sum), len(gaps), most).Because(gaps[:min(3, len(gaps))]...)
	},
}
