package rules

import (
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Between these a fetch neither fails for a busy moment of the issuer nor holds
// the requests that wait for it.
const (
	leastTimeout = time.Second
	mostTimeout  = 10 * time.Second
)

var consumerTimeoutUnfit = &Rule{
	ID:       "consumer-timeout-unfit",
	Title:    "Consumer waits too briefly or too long for the key set",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{panvaJOSE(), CWE(400)},
	Why:      "With little patience each slow moment of the issuer is an outage of this consumer; with too much, or without end, one server that does not answer holds all requests that need a key.",
	Fix:      "Set a timeout of some seconds for the fetch of the key set; five are a usual default.",
	Consumer: func(pass *ConsumerPass) {
		c := pass.Consumer
		timeout := c.Capabilities.Timeout
		inPath := c.Remote() && !background(c)
		switch {
		case timeout.From == inventory.Explicit && timeout.V > 0 && timeout.V < leastTimeout && c.Remote():
			pass.Reportf(timeout.At, "a fetch of the key set is given up after %s, want at least %s", formatDuration(timeout.V), formatDuration(leastTimeout))
		case timeout.From == inventory.Explicit && timeout.V > mostTimeout && inPath:
			pass.Reportf(timeout.At, "requests wait up to %s for the key set, want at most %s", formatDuration(timeout.V), formatDuration(mostTimeout))
		case timeout.From.Known() && timeout.V == 0 && inPath:
			pass.Reportf(timeout.At, "requests wait for the key set without limit%s, want at most %s", source(timeout.From), formatDuration(mostTimeout)).
				resting(timeout.From)
		}
	},
}

// background reports whether no request waits for the consumer's regular fetches.
func background(c *inventory.Consumer) bool {
	switch c.Refresh.Mode {
	case inventory.ModePoll, inventory.ModeControlPlane, inventory.ModeStartupOnce, inventory.ModeManaged:
		return true
	}
	return false
}
