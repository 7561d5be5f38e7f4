package rules

import "github.com/jwksaudit/jwksaudit/scan/inventory"

var keyLimitExceeded = &Rule{
	ID:       "key-limit-exceeded",
	Title:    "Key set holds more keys than the consumer keeps",
	Severity: Low,
	Since:    "v0.1.0",
	Refs: []Ref{
		Source("node-jwks-rsa, caching", "", "https://github.com/auth0/node-jwks-rsa/blob/master/EXAMPLES.md#caching"),
		CWE(400),
	},
	Why: "Keys push one another out of its cache, so that it fetches again and again while tokens of all of them come, or refuses those of the keys that found no place.",
	Fix: "Raise the limit to more than the issuer publishes, during a rotation too, and have retired keys removed.",
	Endpoint: func(pass *EndpointPass) {
		keys := len(pass.SigningKeys())
		for _, c := range pass.Endpoint.Consumers {
			most := c.Capabilities.MaxKeys
			if c.Refresh.Mode != inventory.ModeStatic && most.From.Known() && most.V > 0 && keys > most.V {
				pass.ReportConsumerf(c, "%d signing keys are published, want at most the %d that it keeps%s",
					keys, most.V, source(most.From)).resting(most.From)
			}
		}
	},
}
