package rules

var consumerSkewLarge = &Rule{
	ID:       "consumer-skew-large",
	Title:    "Consumer allows more than five minutes of clock skew",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7519, "4.1.4"), CWE(613)},
	Why:      "Expired tokens stay good for that much longer, and every overlap of keys must be that much longer too.",
	Fix:      "Allow a minute or two, and synchronize the clocks.",
	Consumer: func(pass *ConsumerPass) {
		if skew := pass.Consumer.Checks.Skew; skew.From.Known() && skew.V > mostSkew {
			pass.Reportf(skew.At, "clock skew is %s%s, want at most %s", formatDuration(skew.V), source(skew.From), formatDuration(mostSkew)).resting(skew.From)
		}
	},
}
