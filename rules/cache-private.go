package rules

import (
	"slices"

	"github.com/jwksaudit/jwksaudit/rules/window"
)

var cachePrivate = &Rule{
	ID:       "cache-private",
	Title:    "Shared caches may not store the key set",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(9111, "5.2.2.7"), OIDCCore("10.2.1"), CWE(400)},
	Why:      "The set is the same for everybody, yet no CDN or proxy may answer for the issuer: every consumer reaches it, and none is served while it is down.",
	Fix:      "Send public instead of private.",
	Endpoint: func(pass *EndpointPass) {
		f, ok := pass.Freshness()
		if !ok || !stated(f) { // without a lifetime it is cache-header-missing
			return
		}
		if slices.ContainsFunc(f.Control.Directives, func(d window.Directive) bool { return d.Name == "private" && !d.HasValue }) {
			pass.ReportSetf("Cache-Control has private, want public")
		}
	},
}
