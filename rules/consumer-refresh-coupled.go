package rules

import (
	"slices"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var consumerRefreshCoupled = &Rule{
	ID:       "consumer-refresh-coupled",
	Title:    "One failing key set holds up the refresh of others",
	Severity: Info,
	Since:    "v0.1.0",
	Refs: []Ref{
		Source("Istio issue 51636", "", "https://github.com/istio/istio/issues/51636"),
		OIDCCore("10.1.1"), CWE(636),
	},
	Why: "This product renews all its key sets together: while one cannot be fetched, the new keys of the other issuers come late or not at all, and their tokens are refused.",
	Fix: "Alert on each fetch that fails, give up trust in issuers that are gone, and put a mirror that you run before key sets that are not reliable.",
	Fleet: func(pass *FleetPass) {
		type loop struct {
			first *inventory.Consumer
			sets  []string
		}
		var loops []*loop
		byProduct := map[string]*loop{} // what runs apart cannot be told from files
		seen := map[string]bool{}
		for _, c := range pass.Consumers {
			if !c.Refresh.Coupled || !c.Remote() {
				continue
			}
			one := byProduct[c.Product]
			if one == nil {
				one = &loop{first: c}
				byProduct[c.Product], loops = one, append(loops, one)
			}
			for _, address := range keyAddresses(c) {
				id := c.Product + "\x00" + plainURL(address.V)
				if address.From.Known() && !seen[id] {
					seen[id] = true
					one.sets = append(one.sets, quoteURL(address.V))
				}
			}
		}
		for _, one := range loops {
			if len(one.sets) > 1 {
				slices.Sort(one.sets)
				f := pass.ReportConsumerf(one.first, "%d key sets are renewed in one loop (product default), want every one of them to answer: %s",
					len(one.sets), some(one.sets, ", ")).resting(inventory.VendorDefault)
				f.subject = one.first.Product // whichever of its consumers comes first
			}
		}
	},
}
