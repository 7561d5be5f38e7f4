package rules

import (
	"slices"
	"strings"
)

var useUnknown = &Rule{
	ID:       "use-unknown",
	Title:    "use is neither sig nor enc",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "4.2"), CWE(436)},
	Why:      "Other values are allowed where all parties agree on them, but general consumers skip the key or refuse the set.",
	Fix:      "Publish use as sig or enc; keep keys for other purposes out of the set that token verifiers read.",
	Endpoint: func(pass *EndpointPass) {
		// SPIFFE Trust Domain and Bundle section 4.2.2 defines the last two.
		known := []string{"sig", "enc", "jwt-svid", "x509-svid"}
		for key := range pass.Keys() {
			if fact, found := wrongType(key, "use"); found {
				pass.Reportf(key, "use is %s", fact.Detail)
				continue
			}
			if !key.Has("use") || slices.Contains(known, key.Use) {
				continue
			}
			want := "sig or enc"
			if lower := strings.ToLower(key.Use); slices.Contains(known, lower) {
				want = lower
			}
			pass.Reportf(key, "use is %s, want %s", quote(key.Use), want)
		}
	},
}
