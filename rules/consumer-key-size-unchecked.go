package rules

var consumerKeySizeUnchecked = &Rule{
	ID:       "consumer-key-size-unchecked",
	Title:    "Consumer accepts RSA keys of any length",
	Severity: Info,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7518, "3.3"), CWE(326)},
	Why:      "If the issuer comes to publish a key that can be factored, by mistake or because somebody talked it into one, nothing at this consumer stops it.",
	Fix:      "Nothing, as long as its issuers are audited. Where the product has a least length, set it to 2048 bits.",
	Consumer: func(pass *ConsumerPass) {
		if least := pass.Consumer.Capabilities.LeastRSABits; least.From.Known() && least.V == 0 && pass.Consumer.Remote() {
			pass.Reportf(least.At, "no least length of RSA keys is kept to%s, want 2048 bits", source(least.From)).resting(least.From)
		}
	},
}
