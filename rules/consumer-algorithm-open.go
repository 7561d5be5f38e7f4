package rules

var consumerAlgorithmOpen = &Rule{
	ID:       "consumer-algorithm-open",
	Title:    "Consumer keeps to no list of signature algorithms",
	Severity: Info,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(8725, "3.1"), CWE(757), NHI(4)},
	Why: "Where a key does not name its algorithm, the header of the token decides, which whoever sends it writes: " +
		"a weaker one than the issuer ever used will do.",
	Fix: "List the algorithms that the issuer signs with, where the product has a setting for it, or have the issuer name an algorithm in each key.",
	Consumer: func(pass *ConsumerPass) {
		if list := pass.Consumer.Checks.Algorithms; list.From.Known() && len(list.V) == 0 && pass.Consumer.Remote() {
			pass.Reportf(list.At, "no list of algorithms is kept to%s, want those of the issuer", source(list.From)).
				resting(list.From)
		}
	},
}
