package rules

var consumerPlaintext = &Rule{
	ID:       "consumer-plaintext",
	Title:    "Consumer fetches its keys over plain HTTP",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCDiscovery("3"), RFC(8414, "2"), CWE(319), NHI(4)},
	Why:      "Whoever sits on the path can put in a key of their own, and the consumer then accepts every token that they sign.",
	Fix:      "Serve the key set over https and name that URL here.",
	Consumer: func(pass *ConsumerPass) {
		for _, address := range plainAddresses(pass.Consumer) {
			if !internal(hostOf(address.V)) { // else consumer-plaintext-internal
				pass.Reportf(address.At, "keys come from %s, want https", quoteURL(address.V)).resting(address.From).About(address.V)
			}
		}
	},
}
