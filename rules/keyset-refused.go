package rules

var keysetRefused = &Rule{
	ID:       "keyset-refused",
	Title:    "Consumer refuses the whole key set for one key that it cannot read",
	Severity: High,
	Since:    "v0.1.0",
	Refs: []Ref{
		RFC(7517, "5"),
		Source("go-jose issue 276", "", "https://github.com/go-jose/go-jose/issues/276"),
		CWE(436),
	},
	Why: "The parser of this consumer takes all keys of a set or none: it refuses every token of the issuer, also those signed with keys that it knows, or keeps an old copy until that ends.",
	Fix: "Publish such keys at a URL of their own until the consumers can pass over them, and update these: a key set may hold keys that a reader does not understand.",
	Endpoint: func(pass *EndpointPass) {
		for _, c := range pass.Endpoint.Consumers {
			if flaws := spoilersOf(pass.Set(), c); len(flaws) > 0 {
				from := c.Capabilities.Spoilers.From
				pass.ReportConsumerf(c, "%d of %d keys make it refuse the whole set%s, want only keys that it can read: %s",
					len(flaws), len(pass.Set().Keys), source(from), some(flaws, "; ")).resting(from)
			}
		}
	},
}
