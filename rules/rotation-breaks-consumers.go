package rules

import (
	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var rotationBreaksConsumers = &Rule{
	ID:       "rotation-breaks-consumers",
	Title:    "No standby key is published, and consumers would miss a rotation",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCCore("10.1.1"), CWE(324), NHI(7)},
	Why:      "These consumers learn of a new key only with their next regular fetch. If the issuer signs with it earlier, they refuse every token until then.",
	Fix:      "Publish the next signing key ahead of its use, by at least the time that is named here, and sign with it only then.",
	Endpoint: func(pass *EndpointPass) {
		keys := pass.SigningKeys()
		if len(keys) != 1 {
			return // none at all is another rule's; a second one may be the standby
		}
		freshness := freshnessOf(pass)
		from := inventory.Observed
		var waiting consumerGroups
		var worst window.Bound
		for _, c := range pass.Endpoint.Consumers {
			if !awaitsInterval(c) {
				continue
			}
			wait := window.NewKeyLag(c, freshness)
			if lead, declared := pass.declaredLead(); declared && !wait.High.Longer(lead.High) {
				continue // the next key is to be there in time
			}
			waiting.add(c, lag(wait.Low, wait.High, "until a restart"))
			if worst.Terms == nil || wait.High.Longer(worst.High) {
				worst, from = wait, c.Refresh.UnknownKid.From
			}
		}
		if len(waiting.texts) > 0 {
			pass.ReportSetf("1 signing key and no standby: at a rotation new tokens are refused by %s, want the next key published that long ahead", &waiting).
				resting(from).Because(worst.Terms...).About(keyIdentity(keys[0]))
		}
	},
}
