package rules

var publishedKeyUnusable = &Rule{
	ID:       "published-key-unusable",
	Title:    "Consumer cannot use some of the published signing keys",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(8725, "3.1"), OIDCCore("10.1.1"), CWE(1288), NHI(7)},
	Why:      "If the issuer comes to sign this consumer's tokens with such a key, they are all refused: a rotation to it breaks the consumer.",
	Fix: "Find out whether these keys come next or serve other clients. If they come next, extend what the consumer allows, " +
		"or publish the keys as it can read them, before the issuer signs with them.",
	Endpoint: func(pass *EndpointPass) {
		for _, c := range pass.Endpoint.Consumers {
			fit := fitOf(pass, c)
			for _, o := range foreignObstacles() {
				unfit := fit.blocked[o]
				if len(unfit) == 0 || fit.foreign() == len(fit.keys) {
					continue // with none that fits: another rule's
				}
				limit, from := limitOf(c, o)
				pass.ReportConsumerf(c, "%s, want %s too: %d of %d published signing keys are for it (%s)",
					limit, keyAlgorithms(unfit), len(unfit), len(fit.keys), keyLabels(unfit)).
					resting(from.From).About(consumerSubject(c) + "\x00" + string(o))
			}
			if fit.usable > 0 {
				for _, o := range []obstacle{obstacleMember, obstacleEncoding, obstacleModulus} {
					reportBlocked(pass, c, fit, o)
				}
			}
		}
	},
}
