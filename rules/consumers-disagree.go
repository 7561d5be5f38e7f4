package rules

import (
	"slices"
	"strings"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var consumersDisagree = &Rule{
	ID:       "consumers-disagree",
	Title:    "Consumers of one issuer are configured differently",
	Severity: Info,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(8725, "3.1"), RFC(8725, "3.8"), RFC(8725, "3.9"), OIDCCore("10.1.1"), CWE(1288)},
	Why: "When the issuer rotates its keys, changes its algorithm or removes a key that leaked, some of its consumers follow and others do not: " +
		"no single plan suits them all.",
	Fix: "Agree on one setting for this issuer and configure it everywhere, before the issuer changes anything.",
	Fleet: func(pass *FleetPass) {
		var issuers []string // in the order of the consumers
		byIssuer := map[string][]*inventory.Consumer{}
		for _, c := range pass.Consumers {
			if len(c.Issuers) != 1 || !c.Issuers[0].From.Known() || c.Issuers[0].V == "" {
				continue
			}
			issuer := strings.TrimSuffix(c.Issuers[0].V, "/")
			if byIssuer[issuer] == nil {
				issuers = append(issuers, issuer)
			}
			byIssuer[issuer] = append(byIssuer[issuer], c)
		}
		for _, issuer := range issuers {
			for _, setting := range disputable() {
				setting.compare(pass, issuer, byIssuer[issuer])
			}
		}
	},
}

// dispute is a setting in which the consumers of an issuer should agree.
type dispute struct {
	what string                           // in the plural, such as "refresh intervals"
	says func(*inventory.Consumer) string // what a consumer was told; "" where nobody chose
}

func disputable() []dispute {
	return []dispute{
		{"lists of algorithms", func(c *inventory.Consumer) string {
			if list := c.Checks.Algorithms; list.From == inventory.Explicit && len(list.V) > 0 {
				return "allows " + algorithmSet(list.V)
			}
			return ""
		}},
		{"spellings of the name", func(c *inventory.Consumer) string { return "expects " + quoteURL(c.Issuers[0].V) }},
		{"refresh intervals", func(c *inventory.Consumer) string {
			if interval := c.Refresh.Interval; interval.From == inventory.Explicit {
				return "keeps its copy for " + window.FormatSpan(interval.V)
			}
			return ""
		}},
		{"answers to whether the audience is checked", func(c *inventory.Consumer) string {
			switch audience := c.Checks.Audience; {
			case !audience.From.Known():
				return ""
			case audience.V:
				return "checks it"
			}
			return "does not"
		}},
	}
}

// compare reports the consumers of an issuer that were told different things.
func (d dispute) compare(pass *FleetPass, issuer string, trusting []*inventory.Consumer) {
	trusting = slices.DeleteFunc(slices.Clone(trusting), func(c *inventory.Consumer) bool { return d.says(c) == "" })
	var groups consumerGroups
	for _, c := range trusting {
		groups.add(c, d.says(c))
	}
	if len(groups.texts) < 2 {
		return
	}
	f := pass.ReportConsumerf(trusting[0], "%d %s for one issuer, want one: %s", len(groups.texts), d.what, &groups).About(d.what)
	f.Issuer, f.subject = issuer, issuer
	for _, c := range trusting[1:] {
		f.Related = joinOrigins(f.Origin, f.Related, []inventory.Origin{c.Origin})
	}
}

// algorithmSet is one text for all orders of the same algorithms.
func algorithmSet(names []string) string {
	names = slices.Compact(slices.Sorted(slices.Values(names)))
	return some(names, ", ")
}
