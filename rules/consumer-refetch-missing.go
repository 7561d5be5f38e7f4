package rules

import "github.com/jwksaudit/jwksaudit/rules/window"

var consumerRefetchMissing = &Rule{
	ID:       "consumer-refetch-missing",
	Title:    "Consumer does not fetch the key set when a token names an unknown key",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCCore("10.1.1"), CWE(672), NHI(7)},
	Why:      "Once the issuer signs with a new key, every token is refused until the consumer's own interval passes: it depends on the new key being published that long ahead.",
	Fix: "Turn on refetching where the product can. Where it cannot, as Envoy and Istio, have the issuer publish each new key " +
		"for longer than this consumer's interval before signing with it.",
	Consumer: func(pass *ConsumerPass) {
		c := pass.Consumer
		if !awaitsInterval(c) {
			return
		}
		unknown, interval := c.Refresh.UnknownKid, window.Setting(window.Interval, c.Refresh.Interval)
		pass.Reportf(unknown.At, "an unknown `kid` makes it fetch nothing%s, want the key set: a new key is refused %s",
			source(unknown.From), lag(interval.Low, interval.High, "until a restart")).
			resting(unknown.From).Because(interval)
	},
}
