package rules

import (
	"slices"
	"strings"
)

var keysetSharedByTenants = &Rule{
	ID:       "keyset-shared-by-tenants",
	Title:    "Several issuers name one key set as theirs",
	Severity: Info,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(8725, "3.8"), CWE(668), NHI(8)},
	Why:      "Every key of the set verifies tokens of every one of these issuers: a consumer that does not compare `iss` to the letter takes one tenant's tokens for another's.",
	Fix:      "Give each tenant a key set of its own. Where they share one on purpose, see that every consumer checks `iss`, and declare names of one and the same issuer as aliases.",
	Fleet: func(pass *FleetPass) {
		tenants := tenantsByURL(pass.Digests)
		for i := range pass.Digests {
			d := &pass.Digests[i]
			others := slices.DeleteFunc(slices.Clone(tenants[d.URL]), func(name string) bool { return name == sharerOf(d).name })
			if !d.Named || len(others) == 0 {
				continue
			}
			for j, other := range others {
				others[j] = quoteURL(other)
			}
			f := pass.ReportEndpointf(d, "the key set of %s is that of %s too, want one of its own", quoteURL(d.Issuer), some(others, ", "))
			f.About(strings.TrimSuffix(d.Issuer, "/"))
		}
	},
}

// tenantsByURL lists the issuers whose metadata names each key set, in target order.
func tenantsByURL(digests []Digest) map[string][]string {
	tenants := map[string][]string{}
	for i := range digests {
		d := &digests[i]
		if name := sharerOf(d).name; d.Named && !slices.Contains(tenants[d.URL], name) && len(tenants[d.URL]) <= mostSharers {
			tenants[d.URL] = append(tenants[d.URL], name)
		}
	}
	return tenants
}
