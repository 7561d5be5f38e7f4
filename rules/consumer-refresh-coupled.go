package rules

import "github.com/jwksaudit/jwksaudit/scan/inventory"

var consumerRefreshCoupled = &Rule{
	ID:       "consumer-refresh-coupled",
	Title:    "One failing key set holds up the refresh of others",
	Severity: Info,
	Since:    "v0.1.0",
	Refs:     []Ref{istioCoupling(), OIDCCore("10.1.1"), CWE(636)},
	Why:      "This product renews all its key sets together: while one cannot be fetched, the new keys of the other issuers come late or not at all, and their tokens are refused.",
	Fix:      "Alert on each fetch that fails, give up trust in issuers that are gone, and put a mirror that you run before key sets that are not reliable.",
	Fleet: func(pass *FleetPass) {
		for _, loop := range refreshLoops(pass.Consumers) {
			if len(loop.failing(pass.Digests)) > 0 {
				continue // refresh-held-up
			}
			f := pass.ReportConsumerf(loop.first, "%d key sets are renewed in one loop (product default), want every one of them to answer: %s",
				len(loop.sets), some(quoteURLs(loop.sets), ", ")).resting(inventory.VendorDefault)
			f.subject = loop.first.Product // whichever of its consumers comes first
		}
	},
}
