package rules

import "github.com/jwksaudit/jwksaudit/rules/window"

var consumerCacheLong = &Rule{
	ID:       "consumer-cache-long",
	Title:    "Consumer keeps keys for more than a day",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCCore("10.1.1"), CWE(672), NHI(1)},
	Why:      "A key that was removed because it leaked goes on opening this consumer for as long as its copy lives.",
	Fix:      "Shorten the refresh interval; an hour or less costs one small request.",
	Consumer: func(pass *ConsumerPass) {
		c, most := pass.Consumer, pass.Policy.MaxTrustAfterRemoval
		interval := c.Refresh.Interval
		if !c.Remote() || !interval.From.Known() || interval.V.Infinite || !exceeds(interval.V, most) {
			return
		}
		pass.Reportf(interval.At, "keys are kept for %s%s, want at most %s", window.FormatSpan(interval.V), source(interval.From), formatDuration(most)).
			Because(window.Setting(window.Interval, interval))
	},
}
