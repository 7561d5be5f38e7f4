package rules

import (
	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var consumerRefetchUnlimited = &Rule{
	ID:       "consumer-refetch-unlimited",
	Title:    "Consumer fetches the key set for every token with an unknown key",
	Severity: Info,
	Since:    "v0.1.0",
	Refs: []Ref{
		Source("node-jwks-rsa, rate limiting", "", "https://github.com/auth0/node-jwks-rsa/blob/master/EXAMPLES.md#rate-limiting"),
		CWE(406), CWE(770),
	},
	Why: "Whoever can send it tokens can make it send the issuer one request each, without holding any credential: enough to exhaust the issuer's rate limit for everybody.",
	Fix: "Set a least time between such fetches where the product has one. Where it has none, as Spring Security and the Kubernetes API server, " +
		"limit requests with bad tokens in front of it.",
	Consumer: func(pass *ConsumerPass) {
		refresh := pass.Consumer.Refresh
		unlimited := refresh.Mode != inventory.ModePerRequest && refresh.Cooldown.From.Known() && refresh.Cooldown.V == inventory.For(0)
		if refresh.UnknownKid.From.Known() && refresh.UnknownKid.V && unlimited {
			pass.Reportf(refresh.Cooldown.At, "every unknown `kid` makes it fetch the key set%s, want a least time between such fetches", source(refresh.Cooldown.From)).
				resting(refresh.UnknownKid.From).Because(window.Setting(window.Cooldown, refresh.Cooldown))
		}
	},
}
