package rules

import (
	"slices"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var consumerKeysPooled = &Rule{
	ID:       "consumer-keys-pooled",
	Title:    "Consumer verifies with the keys of several parties, whoever issued the token",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs: []Ref{
		RFC(8725, "3.8"),
		Source("SPIFFE Federation", "4.2", "https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE_Federation.md"),
		CWE(346), NHI(8),
	},
	Why: "Nothing ties a key to its issuer: each of these parties, and whoever breaks into one of them, can sign tokens that pass for tokens of the others.",
	Fix: "Configure each issuer as a verifier of its own, with its own key set. Where the product has one verifier only, put instances of it, one an issuer, behind a router that goes by `iss`.",
	Consumer: func(pass *ConsumerPass) {
		var parties []string
		var at inventory.Origin
		for _, address := range pass.Consumer.JWKSURLs {
			party := siteOrHost(address.V)
			if !address.From.Known() || party == "" || slices.Contains(parties, quote(party)) {
				continue
			}
			parties = append(parties, quote(party))
			at = address.At
		}
		if len(parties) > 1 {
			pass.Reportf(at, "one verifier takes keys of %d parties (%s), want one verifier for each", len(parties), some(parties, ", ")).
				resting(inventory.VendorDefault)
		}
	},
}
