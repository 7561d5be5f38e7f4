package rules

import (
	"slices"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// signedSet is what the JWT around the key set says, or around its signed form at
// signed_jwks_uri; nil where there is none.
func signedSet(pass *EndpointPass) *inventory.SignedSet {
	if set := pass.Set(); set != nil && set.Signed != nil {
		return set.Signed
	}
	if set := signedForm(pass); set != nil {
		return set.Signed
	}
	return nil
}

// signedForm is the key set at signed_jwks_uri beside that of jwks_uri; nil where
// there is none.
func signedForm(pass *EndpointPass) *inventory.KeySet {
	return newest(pass, func(o *inventory.Observation) *inventory.KeySet {
		if o.SignedKeys == nil {
			return nil
		}
		return o.SignedKeys.Value
	})
}

// historical reports whether a signed set is one of historical keys (OpenID
// Federation 1.0 section 8.7.2): its claims have no sub, and its keys an end.
func historical(set *inventory.KeySet) bool {
	return set != nil && set.Signed != nil && set.Signed.Subject == "" &&
		slices.ContainsFunc(set.Keys, func(k inventory.Key) bool { return k.Expires != nil || k.Revoked })
}

// signedAlone reports whether the endpoint is a signed key set of which no metadata
// says whose it is: it repeats the keys of another place, and is nobody else's.
func signedAlone(pass *EndpointPass, named bool) bool {
	set := pass.Set()
	return set != nil && set.Signed != nil && !named
}
