package rules

var consumerAlgorithmUnsatisfied = &Rule{
	ID:       "consumer-algorithm-unsatisfied",
	Title:    "No published key is of a kind that the consumer can use",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(8725, "3.1"), RFC(7517, "4.4"), CWE(1288)},
	Why:      "Every token of this issuer is refused: none of the keys it can be signed with may be used by the consumer.",
	Fix:      "Allow the algorithm that the issuer signs with, or publish a key for one that the consumer allows and its product has.",
	Endpoint: func(pass *EndpointPass) {
		for _, c := range pass.Endpoint.Consumers {
			fit := fitOf(pass, c)
			if len(fit.keys) == 0 || fit.foreign() < len(fit.keys) {
				continue
			}
			limit, from := limitOf(c, obstacleTo(c, fit.keys[0]))
			f := pass.ReportConsumerf(c, "%s, want what the published signing keys are for: %s",
				limit, keyAlgorithms(fit.keys)).resting(from.From)
			if !from.At.IsZero() {
				f.Origin = from.At
			}
		}
	},
}
