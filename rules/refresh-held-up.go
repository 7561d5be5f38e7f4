package rules

var refreshHeldUp = &Rule{
	ID:       "refresh-held-up",
	Title:    "A key set that cannot be fetched holds up the refresh of others",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{istioCoupling(), OIDCCore("10.1.1"), CWE(636)},
	Why:      "The product renews all its key sets in one loop, and one of them fails now: new keys of the other issuers reach it late, and the tokens signed with them are refused until then.",
	Fix:      "Bring the key set back, or take its issuer out of the configuration, before any of the other issuers rotates.",
	Fleet: func(pass *FleetPass) {
		for _, loop := range refreshLoops(pass.Consumers) {
			failing := loop.failing(pass.Digests)
			if others := len(loop.sets) - len(failing); len(failing) > 0 && others > 0 {
				f := pass.ReportConsumerf(loop.first, "%s cannot be fetched and is renewed in one loop with %d others (product default), want every one of them to answer",
					some(quoteURLs(failing), ", "), others)
				f.subject, f.Confidence = loop.first.Product, Tentative // what runs apart cannot be told from files
			}
		}
	},
}
