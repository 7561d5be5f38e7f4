package rules

import (
	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var cacheExpiresConflict = &Rule{
	ID:       "cache-expires-conflict",
	Title:    "Expires and max-age give different lifetimes",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(9111, "5.3"), CWE(436)},
	Why:      "Current caches go by max-age, older ones and some clients by Expires: they keep the set for a time that nobody meant.",
	Fix:      "Send max-age alone, or let Expires agree with it.",
	Endpoint: func(pass *EndpointPass) {
		f, ok := pass.Freshness()
		maxAge, found := f.Control.Seconds("max-age")
		if !ok || !found || !stated(f) {
			return
		}
		expires, ok := expiresAlone(pass.Response())
		if apart := (expires.Lifetime.D - maxAge).Abs(); ok && apart-f.Age > clockSlack {
			pass.ReportSetf("Expires gives %s and max-age %s, want one lifetime", window.FormatSpan(expires.Lifetime), formatDuration(maxAge))
		}
	},
}

// expiresAlone is how a cache reads the response that knows no Cache-Control;
// false without Expires, or without the Date that it counts from.
func expiresAlone(response *inventory.Response) (window.Freshness, bool) {
	if !response.Header.Has("Expires") || !response.Header.Has("Date") {
		return window.Freshness{}, false
	}
	old := *response
	old.Header = inventory.Header{"Expires": response.Header.Values("Expires"), "Date": response.Header.Values("Date")}
	return window.FreshnessOf(&old)
}
