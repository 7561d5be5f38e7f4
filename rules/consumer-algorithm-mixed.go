package rules

var consumerAlgorithmMixed = &Rule{
	ID:       "consumer-algorithm-mixed",
	Title:    "Consumer accepts HMAC beside asymmetric signatures",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(8725, "2.1"), RFC(8725, "3.1"), CWE(757), NHI(4)},
	Why:      "Where its library takes the published key for an HMAC secret, everybody who can read the key set can sign tokens: the classic confusion of algorithms.",
	Fix:      "List only the algorithms that the issuer signs with, and no HS algorithm beside them.",
	Consumer: func(pass *ConsumerPass) {
		allowed := pass.Consumer.Checks.Algorithms
		var macs, signatures []string
		for _, name := range allowed.V {
			switch algorithmFamily(name) {
			case familyMAC:
				macs = append(macs, name)
			case familySignature:
				signatures = append(signatures, name)
			}
		}
		if allowed.From.Known() && len(macs) > 0 && len(signatures) > 0 {
			pass.Reportf(allowed.At, "%s is allowed beside %s%s, want one kind", some(macs, ", "), some(signatures, ", "), source(allowed.From)).
				resting(allowed.From)
		}
	},
}
