package rules

import (
	"slices"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var publishedKeyUnusable = &Rule{
	ID:       "published-key-unusable",
	Title:    "Consumer cannot use some of the published signing keys",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(8725, "3.1"), OIDCCore("10.1.1"), CWE(1288), NHI(7)},
	Why:      "If the issuer comes to sign this consumer's tokens with such a key, they are all refused: a rotation to it breaks the consumer.",
	Fix:      "Find out whether these keys come next or serve other clients. If they come next, extend the algorithms that the consumer allows before the issuer signs with them.",
	Endpoint: func(pass *EndpointPass) {
		keys := pass.SigningKeys()
		for _, c := range pass.Endpoint.Consumers {
			allowed := usableAlgorithms(c)
			if len(allowed) == 0 || !anyKeyFits(keys, allowed) {
				continue // without a list, or with none that fits: another rule's
			}
			unfit := slices.DeleteFunc(slices.Clone(keys), func(key *inventory.Key) bool { return fits(key, allowed) })
			if from := c.Checks.Algorithms.From; len(unfit) > 0 {
				pass.ReportConsumerf(c, "only %s is allowed%s, want %s too: %d of %d published signing keys are for it (%s)",
					some(allowed, ", "), source(from), keyAlgorithms(unfit), len(unfit), len(keys), keyLabels(unfit)).resting(from)
			}
		}
	},
}
