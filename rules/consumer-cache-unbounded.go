package rules

import "github.com/jwksaudit/jwksaudit/rules/window"

var consumerCacheUnbounded = &Rule{
	ID:       "consumer-cache-unbounded",
	Title:    "Consumer never drops a key that was removed",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCCore("10.1.1"), CWE(672), NHI(1), NHI(7)},
	Why: "Removing a compromised key from the key set does not reach this consumer: tokens signed with it are accepted until a restart, " +
		"a configuration change or, with luck, a token with an unknown key ID.",
	Fix: "Set a refresh interval where the product has one. Where it has none, as the Kubernetes API server, restart its instances " +
		"as a step of every emergency removal, and write that step into the runbook.",
	Consumer: func(pass *ConsumerPass) {
		c := pass.Consumer
		if !c.Remote() {
			return
		}
		if trust := window.RemovedKeyLag(c, nil); trust.Infinite() {
			interval := c.Refresh.Interval
			pass.Reportf(interval.At, "a removed key is trusted without end%s, want at most %s: %s",
				source(interval.From), formatDuration(pass.Policy.MaxTrustAfterRemoval), whyEndless(c)).
				Because(endlessTerms(trust)...)
		}
	},
}
