package rules

import "github.com/jwksaudit/jwksaudit/rules/window"

var consumerStaleKeysKept = &Rule{
	ID:       "consumer-stale-keys-kept",
	Title:    "Consumer keeps old keys for more than a day while fetching fails",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCCore("10.1.1"), CWE(672), NHI(1)},
	Why:      "Whoever holds a removed key can wait for an outage of the key set, or cause one: as long as it lasts the consumer goes on trusting what it fetched last.",
	Fix: "Bound the time for which stale keys are used, to what an outage may last. Where the product has no bound, as Envoy with async_fetch, " +
		"alert on failing fetches and restart its instances as a step of every emergency removal.",
	Consumer: func(pass *ConsumerPass) {
		c, most := pass.Consumer, pass.Policy.MaxTrustAfterRemoval
		stale := c.Refresh.StaleOnError
		if !c.Remote() || !stale.From.Known() || window.RemovedKeyLag(c, nil).Infinite() {
			return // without end as it is: another rule's
		}
		if exceeds(stale.V, most) {
			pass.Reportf(stale.At, "keys are used %s after fetching began to fail%s, want at most %s", lasting(stale.V), source(stale.From), formatDuration(most)).
				Because(window.Setting(window.StaleOnError, stale))
		}
	},
}
