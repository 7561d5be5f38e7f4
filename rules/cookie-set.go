package rules

import "github.com/jwksaudit/jwksaudit/rules/window"

var cookieSet = &Rule{
	ID:       "cookie-set",
	Title:    "A cookie is set with a key set that may be cached",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(9111, "7.3"), CWE(524)},
	Why:      "A shared cache may hand one client's cookie to all others; caches that guard against that do not store the key set at all.",
	Fix:      "Leave the path of the key set out of sessions, load-balancer stickiness and bot protection.",
	Endpoint: func(pass *EndpointPass) {
		f, ok := pass.Freshness()
		if !ok || f.Source == window.SourceNoStore {
			return
		}
		if n := len(pass.Response().Header.Values("Set-Cookie")); n > 0 {
			pass.ReportSetf("cookies are set (%d), want none", n)
		}
	},
}
