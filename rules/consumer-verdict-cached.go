package rules

import (
	"time"

	"github.com/jwksaudit/jwksaudit/rules/window"
)

// mostVerdict is a time for which a cached verdict adds little to what a token
// lives anyway.
const mostVerdict = 5 * time.Minute

var consumerVerdictCached = &Rule{
	ID:       "consumer-verdict-cached",
	Title:    "Consumer accepts tokens for long without checking their signature again",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCCore("10.1.1"), CWE(672), NHI(1)},
	Why:      "A token that was once verified stays good after its key was removed, for as long as the verdict is kept.",
	Fix:      "Switch the cache of verdicts off, or keep token lifetimes short enough that it does not matter.",
	Consumer: func(pass *ConsumerPass) {
		verdicts := pass.Consumer.Refresh.Verdicts
		if verdicts.From.Known() && exceeds(verdicts.V, mostVerdict) {
			pass.Reportf(verdicts.At, "the verdict on a token is kept %s%s, want at most %s",
				lasting(verdicts.V), source(verdicts.From), formatDuration(mostVerdict)).
				Because(window.Setting(window.VerdictCache, verdicts))
		}
	},
}
