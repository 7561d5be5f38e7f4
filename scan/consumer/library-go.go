package consumer

import (
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// goLibraries are the client libraries written in Go.
func goLibraries() []Library {
	const (
		hashicorp = "hashicorp/cap@v0.15.0 jwt/keyset.go"                 // over the RemoteKeySet of go-oidc
		zitadel   = "zitadel/oidc@v3.51.17 pkg/client/rp/jwks.go"         // never expires, a miss refetches
		verify    = "coreos/go-oidc@22dfdca oidc/verify.go"               // IDTokenVerifier
		auth0v2   = "auth0/go-jwt-middleware@v2.3.1 jwks/provider.go"     // CachingProvider
		auth0v3   = "auth0/go-jwt-middleware@aaef5f3 jwks/provider.go"    // CachingProvider; v3.3.0 is the same
		keyfunc   = "MicahParks/keyfunc@f745eff keyfunc.go NewDefaultCtx" // over jwkset
	)
	return []Library{
		{Name: "go-oidc", Variant: Variant{
			Since: "3", Before: "4",
			Refresh: missOnly(goOIDCKeySet),
			Checks: inventory.Checks{
				Issuer:     byDefault(true, verify),
				Audience:   byDefault(true, verify),
				Algorithms: byDefault([]string{"RS256"}, verify),
				Skew:       byDefault(time.Duration(0), verify), // of exp; nbf has five minutes
			},
		}},
		{Name: "hashicorp-cap", Variant: Variant{Since: "0.15", Before: "0.16", Refresh: missOnly(hashicorp)}},
		{Name: "zitadel-oidc", Variant: Variant{Since: "3", Before: "4", Refresh: missOnly(zitadel)}},
		{Name: "keyfunc", Variant: Variant{Since: "3", Before: "4", Refresh: inventory.Refresh{
			Mode:         inventory.ModePoll,
			Interval:     byDefault(inventory.For(time.Hour), keyfunc),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(true, keyfunc),
			Cooldown:     byDefault(inventory.For(5*time.Minute), keyfunc),
			StaleOnError: byDefault(inventory.Forever(), keyfunc),
			Verdicts:     byDefault(inventory.For(0), keyfunc),
		}}},
		jwxV2(),
		jwxV3(),
		{Name: "go-jwt-middleware", Variant: Variant{Since: "2", Before: "3", Refresh: inventory.Refresh{
			Mode:         inventory.ModeLazy,
			Interval:     byDefault(inventory.For(time.Minute), auth0v2),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(false, auth0v2),
			StaleOnError: byDefault(inventory.For(0), auth0v2), // a failed refresh evicts the copy
			Verdicts:     byDefault(inventory.For(0), auth0v2),
			UsesExpired:  true,
		}}},
		{Name: "go-jwt-middleware", Variant: Variant{Since: "3", Before: "4", Refresh: inventory.Refresh{
			Mode:         inventory.ModeLazy,
			Interval:     byDefault(inventory.For(15*time.Minute), auth0v3),
			HTTPCache:    inventory.CacheReplaces, // max-age from 1 s to 7 d; any other is ignored
			UnknownKid:   byDefault(false, auth0v3),
			StaleOnError: byDefault(inventory.For(0), auth0v3),
			Verdicts:     byDefault(inventory.For(0), auth0v3),
		}}},
	}
}

// missOnly is a key set that never expires and is fetched anew for every token
// that it does not verify.
func missOnly(source string) inventory.Refresh {
	return inventory.Refresh{
		Mode:         inventory.ModeMissOnly,
		Interval:     byDefault(inventory.Forever(), source),
		HTTPCache:    inventory.CacheIgnored,
		UnknownKid:   byDefault(true, source),
		Cooldown:     byDefault(inventory.For(0), source),
		StaleOnError: byDefault(inventory.Forever(), source),
		Verdicts:     byDefault(inventory.For(0), source),
	}
}

// jwxV2 is jwk.Cache of jwx v2. It looks every 15 minutes (the refresh window)
// for copies older than 15 minutes, or than the headers say: a copy that is due
// just after it looked waits for another window.
func jwxV2() Library {
	const (
		queue = "lestrrat-go/httprc@v1.0.6 queue.go"
		cache = "lestrrat-go/httprc@v1.0.6 cache.go defaultRefreshWindow"
	)
	return Library{Name: "jwx", Variant: Variant{Since: "2", Before: "3", Refresh: inventory.Refresh{
		Mode:         inventory.ModePoll,
		Interval:     byDefault(inventory.For(15*time.Minute), queue),
		HTTPCache:    inventory.CacheLengthens,
		UnknownKid:   byDefault(false, queue),
		PushDelay:    byDefault(inventory.For(15*time.Minute), cache),
		StaleOnError: byDefault(inventory.Forever(), queue),
		Verdicts:     byDefault(inventory.For(0), queue),
	}}}
}

// jwxV3 is jwk.Cache of jwx v3. It looks when the next copy is due, rounded up to
// seconds and one more. Headers lengthen to 30 days at most.
func jwxV3() Library {
	const (
		limits  = "lestrrat-go/httprc@v3.0.6 httprc.go DefaultMinInterval"
		next    = "lestrrat-go/httprc@v3.0.6 resource.go"
		backend = "lestrrat-go/httprc@v3.0.6 backend.go periodicCheck"
	)
	return Library{Name: "jwx", Variant: Variant{Since: "3", Before: "4", Refresh: inventory.Refresh{
		Mode:         inventory.ModePoll,
		Interval:     byDefault(inventory.For(15*time.Minute), limits),
		HTTPCache:    inventory.CacheLengthens,
		UnknownKid:   byDefault(false, next),
		PushDelay:    byDefault(inventory.For(2*time.Second), backend),
		StaleOnError: byDefault(inventory.Forever(), next),
		Verdicts:     byDefault(inventory.For(0), next),
	}}}
}
