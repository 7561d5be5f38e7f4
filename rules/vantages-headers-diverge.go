package rules

import (
	"mime"

	"github.com/jwksaudit/jwksaudit/rules/window"
)

var vantagesHeadersDiverge = &Rule{
	ID:       "vantages-headers-diverge",
	Title:    "Servers of one key set send different caching headers or media types",
	Severity: Low,
	Since:    "v0.1.0",
	Needs:    NeedVantages,
	Refs:     []Ref{RFC(9111, "4.2.1"), RFC(9110, "8.3"), CWE(436), NHI(6)},
	Why:      "How long a copy is kept depends on which server gave it: a window that was measured once is not the window that a consumer gets.",
	Fix:      "Set Cache-Control and Content-Type in one place for all servers.",
	Endpoint: func(pass *EndpointPass) {
		var caching, media vantageGroups
		for _, o := range vantages(pass) {
			response := &o.Keys.Response
			if f, known := window.FreshnessOf(response); known && o.Keys.Value != nil {
				caching.add(o.Vantage, cachingKind(f))
				name, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type"))
				media.add(o.Vantage, quote(name))
			}
		}
		if caching.differ() {
			pass.ReportSetf("caching differs by server, want one: %s", &caching).About("caching")
		}
		if media.differ() {
			pass.ReportSetf("media type differs by server, want one: %s", &media).About("media type")
		}
	},
}

// cachingKind is where a lifetime comes from. The lifetimes themselves may differ
// at any time, as where servers count them down.
func cachingKind(f window.Freshness) string {
	if stated(f) {
		return "a lifetime"
	}
	return f.Source
}
