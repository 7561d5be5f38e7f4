package rules

import "github.com/jwksaudit/jwksaudit/scan/inventory"

var pinnedKeyGone = &Rule{
	ID:       "pinned-key-gone",
	Title:    "Consumer pins a key that the issuer no longer publishes",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCCore("10.1.1"), CWE(324), NHI(1), NHI(7)},
	Why:      "The consumer still accepts tokens signed with a key that its issuer has retired or revoked, and refuses those signed with current keys that it does not pin.",
	Fix:      "Find out why the key was removed. Replace the pinned key by the issuer's key set, or by its current keys, at once where it was compromised.",
	Endpoint: func(pass *EndpointPass) {
		set := pass.Set()
		if set == nil || len(set.Keys) == 0 || partial(set) {
			return
		}
		for _, c := range pass.Endpoint.Consumers {
			for _, pin := range c.Pins {
				if !publishes(set, pin) {
					f := pass.ReportConsumerf(c, "%s is pinned and not among the %d published keys, want one that is", pinLabel(pin), len(set.Keys))
					f.Kid, f.Thumbprint = pin.Kid, pin.Thumbprint
					f.About(consumerSubject(c) + pinIdentity(pin))
					if !pin.At.IsZero() {
						f.Origin = pin.At
					}
				}
			}
		}
	},
}

// publishes reports whether a pinned key is in a set: by its material where that
// is known, else by its identifier.
func publishes(set *inventory.KeySet, pin inventory.Pin) bool {
	for i := range set.Keys {
		key := &set.Keys[i]
		same := key.Kid == pin.Kid
		if pin.Thumbprint != "" {
			same = key.Thumbprint == pin.Thumbprint
		}
		if same {
			return true
		}
	}
	return pin.Thumbprint == "" && pin.Kid == "" // nothing to go by
}
