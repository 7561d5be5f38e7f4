package rules

import (
	"slices"
	"strings"
)

var varyUnbounded = &Rule{
	ID:       "vary-unbounded",
	Title:    "Vary keeps caches from sharing the key set",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(9111, "4.1"), RFC(9110, "12.5.5"), CWE(400)},
	Why:      "No cache can answer for another client, so every consumer reaches the issuer each time, and none is served while it is down.",
	Fix:      "The keys are the same for everybody: leave out Vary but for Accept-Encoding and Origin.",
	Endpoint: func(pass *EndpointPass) {
		f, ok := pass.Freshness()
		if !ok || forbidden(f) {
			return
		}
		var names []string
		for _, line := range pass.Response().Header.Values("Vary") {
			for name := range strings.SplitSeq(line, ",") {
				name = strings.ToLower(strings.TrimSpace(name))
				if slices.Contains([]string{"*", "cookie", "authorization"}, name) && !slices.Contains(names, name) {
					names = append(names, name)
				}
			}
		}
		if len(names) > 0 {
			pass.ReportSetf("Vary names %s, want nothing that differs from client to client", strings.Join(names, ", "))
		}
	},
}
