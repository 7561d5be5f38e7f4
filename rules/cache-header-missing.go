package rules

import (
	"strings"

	"github.com/jwksaudit/jwksaudit/rules/window"
)

var cacheHeaderMissing = &Rule{
	ID:       "cache-header-missing",
	Title:    "No header says for how long the key set may be cached",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCCore("10.2.1"), RFC(9111, "4.2.2"), CWE(672)},
	Why:      "Each cache and each consumer decides for itself: some ask for every token, others keep a removed key for a day, and nobody can say when a rotation has arrived.",
	Fix:      "Send Cache-Control: public with a max-age below the time between a key's publication and its first use, such as max-age=3600.",
	Endpoint: func(pass *EndpointPass) {
		f, ok := pass.Freshness()
		if !ok || stated(f) || forbidden(f) || exceeds(f.Lifetime, pass.Policy.MaxCacheLifetime) {
			return
		}
		if len(f.Control.Directives) == 0 {
			pass.ReportSetf("neither Cache-Control nor Expires is sent, want max-age")
			return
		}
		pass.ReportSetf("Cache-Control is %s, want max-age", directives(f.Control))
	},
}

// directives writes what a Cache-Control field says, at most four directives of it.
func directives(control window.CacheControl) string {
	var parts []string
	for _, d := range control.Directives {
		if len(parts) == 4 {
			parts = append(parts, "...")
			break
		}
		parts = append(parts, d.String())
	}
	return strings.Join(parts, ", ")
}
