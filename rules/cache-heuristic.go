package rules

import "github.com/jwksaudit/jwksaudit/rules/window"

var cacheHeuristic = &Rule{
	ID:       "cache-heuristic",
	Title:    "Caches may keep the key set for long by its Last-Modified alone",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(9111, "4.2.2"), OIDCCore("10.2.1"), CWE(672), NHI(1)},
	Why:      "Without a stated lifetime a cache may take a tenth of the document's age for one: the longer no key was rotated, the longer the next rotation or removal stays unseen.",
	Fix:      "Send Cache-Control with a max-age, such as max-age=3600.",
	Endpoint: func(pass *EndpointPass) {
		f, ok := pass.Freshness()
		if most := pass.Policy.MaxCacheLifetime; ok && f.Source == window.SourceHeuristic && exceeds(f.Lifetime, most) {
			pass.ReportSetf("an HTTP cache may keep this key set for %s, a tenth of its age, want at most %s",
				roughly(f.Lifetime.D), formatDuration(most)).Because(f.E())
		}
	},
}
