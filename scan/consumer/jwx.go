package consumer

import "github.com/jwksaudit/jwksaudit/scan/inventory"

// jwxCapabilities is what jwk.Cache of jwx v2 makes of a key set: all of it or
// nothing, although it reads keys on curves that it cannot verify with, and members
// that are not strict base64url.
func jwxCapabilities() inventory.Capabilities {
	const (
		set   = "lestrrat-go/jwx@v2.1.6 jwk/set.go" // 2.0.21 is the same
		fetch = "lestrrat-go/jwx@v2.1.6 jwk/cache.go"
		http  = "lestrrat-go/httprc@v1.0.6 fetcher.go"
	)
	return inventory.Capabilities{
		KeyTypes:         byDefault([]string{"RSA", "EC", "OKP", "oct"}, set),
		Spoilers:         byDefault([]inventory.Spoiler{inventory.SpoilerKeyType, inventory.SpoilerMember}, set),
		StrictIntegers:   byDefault(false, set),
		StrictBase64:     byDefault(false, set),
		FollowsRedirects: byDefault(true, http), // as http.Client does
		Accept:           byDefault("", http),
		MaxBody:          byDefault(0, fetch),
		MaxKeys:          byDefault(0, set),
	}
}
