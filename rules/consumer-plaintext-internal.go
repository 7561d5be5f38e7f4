package rules

var consumerPlaintextInternal = &Rule{
	ID:       "consumer-plaintext-internal",
	Title:    "Consumer fetches its keys over plain HTTP inside a network",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCDiscovery("3"), RFC(8414, "2"), CWE(319), NHI(4)},
	Why:      "Whoever gets onto that network, or answers for that name in it, can put in a key of their own, and the consumer then accepts every token that they sign.",
	Fix:      "Serve the key set over https and name that URL here; where a service mesh encrypts the connection, record that as accepted.",
	Consumer: func(pass *ConsumerPass) {
		for _, address := range plainAddresses(pass.Consumer) {
			if internal(hostOf(address.V)) {
				pass.Reportf(address.At, "keys come from %s, want https", quoteURL(address.V)).resting(address.From).About(address.V)
			}
		}
	},
}
