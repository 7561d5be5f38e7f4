package rules

import (
	"slices"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var consumersDisagree = &Rule{
	ID:       "consumers-disagree",
	Title:    "Consumers of one issuer are configured with different algorithms",
	Severity: Info,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(8725, "3.1"), CWE(1288)},
	Why:      "When the issuer changes its algorithm, some of its consumers follow and others refuse every token: no single rotation suits them all.",
	Fix:      "Agree on one list for this issuer, and configure it everywhere before the issuer signs with anything new.",
	Fleet: func(pass *FleetPass) {
		var issuers []string // in the order of the consumers
		byIssuer := map[string][]*inventory.Consumer{}
		for _, c := range pass.Consumers {
			allowed := c.Checks.Algorithms
			if len(c.Issuers) != 1 || !c.Issuers[0].From.Known() || c.Issuers[0].V == "" ||
				allowed.From != inventory.Explicit || len(allowed.V) == 0 {
				continue // a product's own default nobody chose
			}
			issuer := strings.TrimSuffix(c.Issuers[0].V, "/")
			if byIssuer[issuer] == nil {
				issuers = append(issuers, issuer)
			}
			byIssuer[issuer] = append(byIssuer[issuer], c)
		}
		for _, issuer := range issuers {
			var groups consumerGroups
			trusting := byIssuer[issuer]
			for _, c := range trusting {
				groups.add(c, "allows "+algorithmSet(c.Checks.Algorithms.V))
			}
			if len(groups.texts) < 2 {
				continue
			}
			f := pass.ReportConsumerf(trusting[0], "%d lists of algorithms for one issuer, want one: %s", len(groups.texts), &groups)
			f.Issuer, f.subject = issuer, issuer
			for _, c := range trusting[1:] {
				f.Related = joinOrigins(f.Origin, f.Related, []inventory.Origin{c.Origin})
			}
		}
	},
}

// algorithmSet is one text for all orders of the same algorithms.
func algorithmSet(names []string) string {
	names = slices.Compact(slices.Sorted(slices.Values(names)))
	return some(names, ", ")
}
