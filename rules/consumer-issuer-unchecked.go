package rules

var consumerIssuerUnchecked = &Rule{
	ID:       "consumer-issuer-unchecked",
	Title:    "Consumer does not check who issued a token",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(8725, "3.8"), CWE(346), NHI(4)},
	Why:      "Any token that one of its keys signed is accepted, whatever `iss` it carries: where a key set serves several tenants or environments, each of them can sign in as the other.",
	Fix:      "Configure the issuer that the tokens must name, character for character as its metadata spells it.",
	Consumer: func(pass *ConsumerPass) {
		if check := pass.Consumer.Checks.Issuer; check.From.Known() && !check.V {
			pass.Reportf(check.At, "the `iss` of a token is not checked%s, want a configured issuer", source(check.From)).resting(check.From)
		}
	},
}
