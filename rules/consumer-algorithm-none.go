package rules

import (
	"slices"
	"strings"
)

var consumerAlgorithmNone = &Rule{
	ID:       "consumer-algorithm-none",
	Title:    "Consumer allows tokens without a signature",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(8725, "3.2"), RFC(7518, "8.5"), CWE(347), NHI(4)},
	Why:      "A token with the algorithm `none` carries no signature: wherever the product heeds its own list, everybody can write a token that it accepts.",
	Fix:      "Remove `none` from the list; leave only the algorithms that the issuer signs with.",
	Consumer: func(pass *ConsumerPass) {
		allowed := pass.Consumer.Checks.Algorithms
		none := slices.IndexFunc(allowed.V, func(name string) bool { return strings.EqualFold(name, "none") })
		if allowed.From.Known() && none >= 0 {
			pass.Reportf(allowed.At, "%s is among the allowed algorithms%s, want it removed", quote(allowed.V[none]), source(allowed.From)).
				resting(allowed.From)
		}
	},
}
