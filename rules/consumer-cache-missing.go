package rules

import "github.com/jwksaudit/jwksaudit/scan/inventory"

var consumerCacheMissing = &Rule{
	ID:       "consumer-cache-missing",
	Title:    "Consumer fetches the key set for every token",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCCore("10.1.1"), CWE(406), CWE(770)},
	Why: "Every request waits for the key set, fails while it cannot be fetched, and counts against the issuer's rate limit: " +
		"a burst of requests, with or without valid tokens, is one for the issuer too.",
	Fix: "Turn on the product's cache of keys, for an hour or less; where it has none, put a caching proxy before the key set.",
	Consumer: func(pass *ConsumerPass) {
		if interval := pass.Consumer.Refresh.Interval; pass.Consumer.Refresh.Mode == inventory.ModePerRequest {
			pass.Reportf(interval.At, "the key set is fetched for every token%s, want it kept for some minutes", source(interval.From)).
				resting(max(interval.From, inventory.VendorDefault))
		}
	},
}
