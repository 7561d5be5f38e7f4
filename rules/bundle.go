package rules

import (
	"iter"
	"slices"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// isBundle reports whether a set says that it is a SPIFFE bundle: by a member of its
// own, or by the use of all its keys.
func isBundle(set *inventory.KeySet) bool {
	other := func(k inventory.Key) bool { return k.Use != "x509-svid" && k.Use != "jwt-svid" }
	return set.Bundle != nil || len(set.Keys) > 0 && !slices.ContainsFunc(set.Keys, other)
}

// bundleKeys yields the keys of a SPIFFE bundle; none of another set.
func bundleKeys(pass *EndpointPass) iter.Seq[*inventory.Key] {
	if set := pass.Set(); set == nil || !isBundle(set) {
		return func(func(*inventory.Key) bool) {}
	}
	return pass.Keys()
}

// spiffeBundle cites a section of SPIFFE Trust Domain and Bundle.
func spiffeBundle(section string) Ref {
	return Source("SPIFFE Trust Domain and Bundle", section, "https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE_Trust_Domain_and_Bundle.md")
}
