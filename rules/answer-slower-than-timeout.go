package rules

import (
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var answerSlowerThanTimeout = &Rule{
	ID:       "answer-slower-than-timeout",
	Title:    "Key set came later than a consumer waits for it",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCCore("10.1.1"), CWE(400)},
	Why:      "The consumer gives up before the answer is there: it goes on with its old copy, or refuses tokens, for as long as the server is that slow.",
	Fix:      "Serve the key set from a cache near its consumers, and raise the consumer's timeout where it has a setting for it. One slow answer may be chance: look again.",
	Endpoint: func(pass *EndpointPass) {
		response := pass.Response()
		if response == nil {
			return
		}
		for _, c := range pass.Endpoint.Consumers {
			waits := c.Capabilities.Timeout
			if !waits.From.Known() || waits.V <= 0 || !c.Remote() || response.Elapsed <= waits.V {
				continue
			}
			// The time itself differs from run to run; only that it is above counts.
			f := pass.ReportConsumerf(c, "the answer took more than %s, for which the consumer waits%s, want less", formatDuration(waits.V), source(waits.From))
			f.resting(waits.From)
			f.resting(inventory.Assumed) // one answer tells little of the next
		}
	},
}
