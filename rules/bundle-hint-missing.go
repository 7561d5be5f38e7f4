package rules

import (
	"slices"
	"strings"
)

var bundleHintMissing = &Rule{
	ID:       "bundle-hint-missing",
	Title:    "SPIFFE bundle does not say how often to fetch it, or which one is newer",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{spiffeBundle("4.1.1"), spiffeBundle("4.1.2"), CWE(672), NHI(7)},
	Why:      "Without a refresh hint every client chooses its own interval, so nobody knows when a removed key is gone everywhere; without a sequence nobody knows which of two bundles is newer.",
	Fix:      "Set spiffe_refresh_hint to a fraction of the time that a new key is published ahead of its use, and spiffe_sequence to a number that grows with every change.",
	Endpoint: func(pass *EndpointPass) {
		set := pass.Set()
		if set == nil || !isBundle(set) {
			return
		}
		var missing []string
		for _, name := range []string{"spiffe_sequence", "spiffe_refresh_hint"} {
			if !slices.Contains(set.Names, name) {
				missing = append(missing, name)
			}
		}
		if len(missing) > 0 {
			pass.ReportSetf("%s absent, want both members in a bundle", strings.Join(missing, " and "))
		}
	},
}
