package rules

import (
	"slices"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// signedSet is what the JWT around the key set says; nil where there is none.
func signedSet(pass *EndpointPass) *inventory.SignedSet {
	if set := pass.Set(); set != nil {
		return set.Signed
	}
	return nil
}

// historical reports whether a signed set is one of historical keys (OpenID
// Federation 1.0 section 8.7.2): its claims have no sub, and its keys an end.
func historical(set *inventory.KeySet) bool {
	return set != nil && set.Signed != nil && set.Signed.Subject == "" &&
		slices.ContainsFunc(set.Keys, func(k inventory.Key) bool { return k.Expires != nil || k.Revoked })
}
