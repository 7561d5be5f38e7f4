package rules

import (
	"slices"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// atDeclaration moves a finding to the line of the fleet file that is to be mended.
func (f *Finding) atDeclaration(at inventory.Origin) *Finding {
	related := slices.DeleteFunc(slices.Clone(f.Related), func(o inventory.Origin) bool { return o == at })
	f.Related = joinOrigins(at, related, []inventory.Origin{f.Origin})
	f.Origin = at
	return f
}

// trustedDeclarations lists what is declared of everything that a consumer trusts,
// each with the place in its configuration that says so.
func (pass *FleetPass) trustedDeclarations(c *inventory.Consumer) (found []*inventory.Declaration, at []inventory.Origin) {
	add := func(d *inventory.Declaration, v inventory.Value[string]) {
		if d != nil && !slices.Contains(found, d) {
			found, at = append(found, d), append(at, v.At)
		}
	}
	for _, v := range c.Issuers {
		if v.From.Known() {
			add(pass.Declared.Find(v.V, ""), v)
		}
	}
	for _, v := range c.JWKSURLs {
		if v.From.Known() {
			add(pass.Declared.Find("", v.V), v)
		}
	}
	return found, at
}

// sameEnvironment compares names of environments as people write them.
func sameEnvironment(a, b string) bool {
	return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}

// place puts a finding about a consumer where its configuration names the issuer,
// and names the line that declares it beside.
func (f *Finding) place(at inventory.Origin, d *inventory.Declaration) {
	f.Issuer = d.Issuer
	if !at.IsZero() {
		f.Origin = at
	}
	f.Related = joinOrigins(f.Origin, f.Related, []inventory.Origin{d.Origin})
}
