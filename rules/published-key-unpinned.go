package rules

import (
	"slices"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var publishedKeyUnpinned = &Rule{
	ID:       "published-key-unpinned",
	Title:    "Consumer pins some of the published signing keys and not others",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCCore("10.1.1"), CWE(1329), NHI(7)},
	Why:      "The issuer publishes a key before it signs with it: when it comes to sign with one of these, this consumer refuses every token.",
	Fix:      "Point the consumer at the issuer's key set. Where that cannot be, add the published keys to those that it holds before the issuer signs with them.",
	Endpoint: func(pass *EndpointPass) {
		set := pass.Set()
		if set == nil || partial(set) {
			return
		}
		keys := pass.SigningKeys()
		for _, c := range pass.Endpoint.Consumers {
			pinned := slices.ContainsFunc(c.Pins, func(pin inventory.Pin) bool { return publishes(set, pin) })
			if c.Remote() || len(c.StaticFiles) > 0 || !pinned {
				continue // it may have the others as well; with none, pinned-key-gone
			}
			others := slices.DeleteFunc(slices.Clone(keys), func(key *inventory.Key) bool { return pins(c, key) })
			if len(others) > 0 {
				pass.ReportConsumerf(c, "%d of %d published signing keys are not pinned (%s), want all", len(others), len(keys), keyLabels(others))
			}
		}
	},
}

// pins reports whether a consumer holds a key in its configuration, or may.
func pins(c *inventory.Consumer, key *inventory.Key) bool {
	return slices.ContainsFunc(c.Pins, func(pin inventory.Pin) bool {
		if pin.Thumbprint != "" && key.Thumbprint != "" {
			return pin.Thumbprint == key.Thumbprint
		}
		return pin.Kid == key.Kid
	})
}
