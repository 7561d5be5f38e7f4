package rules

import "github.com/jwksaudit/jwksaudit/scan/inventory"

var keyMemberMissing = &Rule{
	ID:       "key-member-missing",
	Title:    "Required member of a key is absent or unreadable",
	Severity: High,
	Since:    "v0.1.0",
	Refs: []Ref{
		RFC(7517, "4.1"), RFC(7518, "6.2.1"), RFC(7518, "6.3.1"), RFC(8037, "2"), RFC(9964, "3"), CWE(1286),
	},
	Why: "Consumers cannot read the key and reject every token of it; those that read a set as a whole may refuse its other keys too.",
	Fix: "Write `kty` and all members that it requires: `n` and `e` for RSA; `crv`, `x` and `y` for EC; `crv` and `x` for OKP; `alg` and `pub` for AKP. " +
		"A certificate in `x5c` replaces none of them.",
	Endpoint: func(pass *EndpointPass) {
		set := pass.Set()
		for key := range pass.Keys() {
			if memberMissing(set, key) {
				pass.Reportf(key, "%s", key.Problem)
			}
		}
	},
}

// memberMissing reports whether an asymmetric key has no public half for want of
// a member. A certificate map has none of these members.
func memberMissing(set *inventory.KeySet, key *inventory.Key) bool {
	switch last := key.Index == len(set.Keys)-1; {
	case key.Problem == "", set.Form == inventory.FormCertificateMap, unknownType(key), keyType(key) == "oct":
		return false
	case last && breaksOff(set): // nothing is known of what would have followed
		return false
	}
	return true
}
