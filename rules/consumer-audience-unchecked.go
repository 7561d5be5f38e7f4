package rules

var consumerAudienceUnchecked = &Rule{
	ID:       "consumer-audience-unchecked",
	Title:    "Consumer does not check for whom a token was issued",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(8725, "3.9"), RFC(9700, "2.3"), CWE(345), NHI(5)},
	Why:      "A token that the same issuer made for another service opens this one too: whoever operates or breaks into any of the others can replay the tokens it receives.",
	Fix:      "Have the issuer put this service's audience into its tokens, then configure that audience here.",
	Consumer: func(pass *ConsumerPass) {
		if check := pass.Consumer.Checks.Audience; check.From.Known() && !check.V {
			pass.Reportf(check.At, "the `aud` of a token is not checked%s, want a configured audience", source(check.From)).resting(check.From)
		}
	},
}
