package rules

var consumerExpiryUnchecked = &Rule{
	ID:       "consumer-expiry-unchecked",
	Title:    "Consumer does not check when a token expires",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7519, "4.1.4"), CWE(613), NHI(7)},
	Why:      "A token that leaked once opens the door for as long as its key is published: no lifetime ends it, and a rotation must wait for tokens that never do.",
	Fix:      "Have the consumer verify `exp`, and refuse tokens without it.",
	Consumer: func(pass *ConsumerPass) {
		if expiry := pass.Consumer.Checks.Expiry; expiry.From.Known() && !expiry.V {
			pass.Reportf(expiry.At, "`exp` is not verified%s, want it verified", source(expiry.From)).resting(expiry.From)
		}
	},
}
