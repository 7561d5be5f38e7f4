package rules

import (
	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var removedKeyTrustedLong = &Rule{
	ID:       "removed-key-trusted-long",
	Title:    "Consumers trust a removed key for longer than a day",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCCore("10.1.1"), CWE(672), NHI(1)},
	Why:      "If a signing key of this set leaks, removing it is not the end of it: whoever has it can still mint tokens for these consumers, longest while the key set cannot be fetched.",
	Fix:      "Shorten what the terms name, and write a restart of the consumers without end into the runbook for emergency removals.",
	Endpoint: func(pass *EndpointPass) {
		freshness := freshnessOf(pass)
		most := inventory.For(pass.Policy.MaxTrustAfterRemoval)
		var trusting consumerGroups
		var worst window.Bound
		for _, c := range pass.Endpoint.Consumers {
			if !c.Remote() {
				continue // pinned keys are another rule's
			}
			trust := window.RemovedKeyLagOutage(c, freshness)
			if !trust.Low.Longer(most) {
				continue // claimed from the end that is hardest to claim
			}
			text := lag(trust.Low, trust.High, "without end")
			if healthy := window.RemovedKeyLag(c, freshness); !healthy.Low.Longer(most) {
				text += " while fetching fails"
			}
			trusting.add(c, text)
			if worst.Terms == nil || trust.Low.Longer(worst.Low) {
				worst = trust
			}
		}
		if len(trusting.texts) > 0 {
			pass.ReportSetf("a removed key is trusted by %s, want at most %s", &trusting, window.FormatSpan(most)).
				Because(worst.Terms...)
		}
	},
}
