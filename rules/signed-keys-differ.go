package rules

import (
	"slices"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var signedKeysDiffer = &Rule{
	ID:       "signed-keys-differ",
	Title:    "Signed key set and jwks_uri hold different keys",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDFederation("5.2.1.1"), CWE(436), NHI(1)},
	Why:      "Members of the federation trust the one, all other consumers the other: a key that was removed or added in one of them is still, or not yet, trusted by half of them.",
	Fix:      "Publish and remove every key in both at the same time.",
	Endpoint: func(pass *EndpointPass) {
		plain, signed := pass.Set(), signedForm(pass)
		if plain == nil || signed == nil || plain.Signed != nil {
			return
		}
		if only := keysMissing(plain, signed); len(only) > 0 {
			pass.ReportSetf("only in jwks_uri: %s, want the same keys in signed_jwks_uri", keyLabels(only)).About("plain")
		}
		if only := keysMissing(signed, plain); len(only) > 0 {
			pass.ReportSetf("only in signed_jwks_uri: %s, want the same keys in jwks_uri", keyLabels(only)).About("signed")
		}
	},
}

// keysMissing gives the keys of a set, by their thumbprints, that another lacks.
func keysMissing(set, other *inventory.KeySet) []*inventory.Key {
	var missing []*inventory.Key
	for i := range set.Keys {
		key := &set.Keys[i]
		same := func(k inventory.Key) bool { return k.Thumbprint == key.Thumbprint }
		if key.Thumbprint != "" && !slices.ContainsFunc(other.Keys, same) {
			missing = append(missing, key)
		}
	}
	return missing
}
