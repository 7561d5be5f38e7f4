package rules

import "github.com/jwksaudit/jwksaudit/rules/window"

var cacheTooShort = &Rule{
	ID:       "cache-too-short",
	Title:    "Key set may be cached for less than a minute",
	Severity: Info,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCCore("10.2.1"), CWE(400)},
	Why:      "Consumers that honour the header fetch again and again, and an outage of the issuer reaches them within seconds.",
	Fix:      "Raise max-age to some minutes; a rotation that publishes the next key ahead does not need less.",
	Endpoint: func(pass *EndpointPass) {
		f, ok := pass.Freshness()
		if ok && stated(f) && f.Lifetime.D > 0 && !exceeds(f.Lifetime, leastLifetime-1) {
			pass.ReportSetf("lifetime is %s, want at least %s", window.FormatSpan(f.Lifetime), formatDuration(leastLifetime)).
				Because(lifetimeTerm(f))
		}
	},
}
