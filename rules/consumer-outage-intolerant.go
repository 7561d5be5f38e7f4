package rules

import (
	"time"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// leastTolerance is an outage that a deployment or a failover of the issuer may take.
const leastTolerance = 10 * time.Minute

var consumerOutageIntolerant = &Rule{
	ID:       "consumer-outage-intolerant",
	Title:    "Consumer stops verifying within minutes of an outage of the key set",
	Severity: Info,
	Since:    "v0.1.0",
	Refs: []Ref{
		Source("node-jwks-rsa, graceful degradation during JWKS endpoint downtime", "",
			"https://github.com/auth0/node-jwks-rsa/blob/master/EXAMPLES.md#graceful-degradation-during-jwks-endpoint-downtime"),
		CWE(754),
	},
	Why: "Its copy of the keys ends soon after it was fetched, and nothing is kept beyond: a short outage of the issuer refuses every token, valid as it may be.",
	Fix: "Let it keep its keys for some time while fetching fails, no longer than a removed key may be trusted; or fetch ahead of the end.",
	Consumer: func(pass *ConsumerPass) {
		c := pass.Consumer
		if !c.Remote() || c.Refresh.Mode == inventory.ModePerRequest {
			return // consumer-cache-missing
		}
		if tolerance := window.OutageTolerance(c, nil); !tolerance.High.Infinite && tolerance.High.D < leastTolerance {
			interval := c.Refresh.Interval
			pass.Reportf(interval.At, "verifies for at most %s while the key set cannot be fetched, want at least %s",
				window.FormatSpan(tolerance.High), formatDuration(leastTolerance)).Because(tolerance.Terms...)
		}
	},
}
