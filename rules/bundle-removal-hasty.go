package rules

import (
	"time"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// leastHints is how many refresh hints a change of a bundle is to be published ahead;
// a hint beyond longestHint is none that anybody follows.
const (
	leastHints  = 3
	longestHint = 30 * 24 * time.Hour
)

var bundleRemovalHasty = &Rule{
	ID:       "bundle-removal-hasty",
	Title:    "A key of a SPIFFE bundle was removed within three refresh hints of its successor",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs: []Ref{
		Source("SPIFFE Federation", "4.1", "https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE_Federation.md"), CWE(826),
	},
	Why: "Foreign trust domains poll by the refresh hint, and one that misses a poll or two has the old bundle only: it refuses what the new key signed.",
	Fix: "Publish a new key at least three to five refresh hints before it signs, and keep the old one for as long.",
	Endpoint: func(pass *EndpointPass) {
		set := pass.Set()
		if set == nil || set.Bundle == nil || set.Bundle.RefreshHint == nil || *set.Bundle.RefreshHint > uint64(longestHint/time.Second) {
			return
		}
		hint := time.Duration(*set.Bundle.RefreshHint) * time.Second
		for _, o := range pass.lastOverlaps() {
			if want := inventory.For(leastHints * hint); want.Longer(o.Seen.High) {
				pass.Reportf(o.Old.Newest, "removed at most %s after its successor came, want at least %s, %d times the refresh hint",
					window.FormatSpan(o.Seen.High), window.FormatSpan(want), leastHints).Because(o.Seen)
			}
		}
	},
}
