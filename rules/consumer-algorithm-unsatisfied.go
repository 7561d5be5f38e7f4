package rules

var consumerAlgorithmUnsatisfied = &Rule{
	ID:       "consumer-algorithm-unsatisfied",
	Title:    "No published key fits an algorithm that the consumer allows",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(8725, "3.1"), RFC(7517, "4.4"), CWE(1288)},
	Why:      "Every token of this issuer is refused: none of the keys it can be signed with may be used by the consumer.",
	Fix:      "Allow the algorithm that the issuer signs with, or publish a key for one that the consumer allows.",
	Endpoint: func(pass *EndpointPass) {
		keys := pass.SigningKeys()
		if len(keys) == 0 {
			return
		}
		published := keyAlgorithms(keys)
		for _, c := range pass.Endpoint.Consumers {
			allowed := usableAlgorithms(c)
			if len(allowed) == 0 || anyKeyFits(keys, allowed) {
				continue
			}
			at := c.Checks.Algorithms
			f := pass.ReportConsumerf(c, "only %s is allowed%s, want what the published signing keys are for: %s",
				some(allowed, ", "), source(at.From), published).resting(at.From)
			if !at.At.IsZero() {
				f.Origin = at.At
			}
		}
	},
}
