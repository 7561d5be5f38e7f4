package rules

import (
	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var cacheAgeExcessive = &Rule{
	ID:       "cache-age-excessive",
	Title:    "A cache hands out the key set past its lifetime",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(9111, "4.2.4"), RFC(9111, "5.1"), CWE(672), NHI(1)},
	Why:      "The lifetime that the headers state is not the one that holds: new keys arrive later and removed ones stay longer than planned.",
	Fix:      "Look for a rule of the CDN or proxy that overrides the origin's lifetime, or for an origin that it cannot reach; purge the path and measure Age again.",
	Endpoint: func(pass *EndpointPass) {
		f, ok := pass.Freshness()
		if !ok || !f.HasAge || !stated(f) && !forbidden(f) {
			return
		}
		if f.Age-f.StaleWhileRevalidate-clockSlack > f.Lifetime.D {
			want := window.Sum(lifetimeTerm(f))
			if f.StaleWhileRevalidate > 0 {
				want = want.Plus(window.Exactly("stale_while_revalidate", f.StaleWhileRevalidate, inventory.Observed))
			}
			pass.ReportSetf("copy is %s old (Age), want at most %s", formatDuration(f.Age), want.Range()).Because(want.Terms...)
		}
	},
}
