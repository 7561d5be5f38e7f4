package rules

import "github.com/jwksaudit/jwksaudit/rules/window"

var overlapUnseen = &Rule{
	ID:       "overlap-unseen",
	Title:    "No look shows a signing key beside its successor",
	Severity: Info,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCCore("10.1.1"), CWE(826)},
	Why:      "All signing keys were others at the next look. That may have been a rotation at once, which refuses good tokens, or one whose overlap lay between two looks.",
	Fix:      "Look more often than the time that is named here, so that the next rotation can be judged, and ask the issuer how long it publishes both keys.",
	Endpoint: func(pass *EndpointPass) {
		for _, o := range pass.lastOverlaps() {
			if o.Abrupt && !fallsShort(o) && o.Judgement.Verdict != window.Sound {
				pass.Reportf(o.Old.Newest, "replaced together with every other signing key %s: old and new were published side by side for %s, for all that looks so far apart tell, want at least %s",
					between(o.Old.Removed()), measured(o.Seen), window.FormatSpan(o.Judgement.Want.Low)).Because(o.Judgement.Terms()...)
			}
		}
	},
}
