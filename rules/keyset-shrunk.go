package rules

var keysetShrunk = &Rule{
	ID:       "keyset-shrunk",
	Title:    "More than half of the signing keys went at once",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCCore("10.1.1"), CWE(826)},
	Why:      "A rotation takes one key at a time. What takes most of them and adds none is a clean-up, or a key store that was lost: tokens of the removed keys fail.",
	Fix:      "If it was not intended, publish the removed keys again until their tokens have expired.",
	Endpoint: func(pass *EndpointPass) {
		for _, s := range pass.History().Shrinks() {
			if pass.recent(s.Within) {
				pass.ReportSetf("%d of %d signing keys were removed at once, %s, and none was added, want one at a time", s.Before-s.After, s.Before, between(s.Within)).
					About(stamp(s.Within.By))
			}
		}
	},
}
