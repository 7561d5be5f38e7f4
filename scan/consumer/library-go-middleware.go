package consumer

import (
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// goJWTMiddlewares are the ranges of auth0/go-jwt-middleware with CachingProvider.
// From 3.1 on it heeds a max-age from 1 s to 7 d, and from 3.3 on it uses keys that
// name no algorithm.
func goJWTMiddlewares() []Library {
	const (
		first = "auth0/go-jwt-middleware@v3.0.0 jwks/provider.go"
		later = "auth0/go-jwt-middleware@aaef5f3 jwks/provider.go" // v3.1.0, v3.2.0 and v3.3.0 are the same
		alg   = "auth0/go-jwt-middleware@v3.2.0 validator/validator.go parseToken"
		noAlg = "auth0/go-jwt-middleware@v3.3.0 validator/validator.go parseToken"
	)
	early := middlewareRefresh(first)
	early.HTTPCache = inventory.CacheIgnored
	return []Library{
		goJWTMiddlewareV2(),
		{Name: "go-jwt-middleware", Variant: Variant{
			Since: "3", Before: "3.1", Verified: librariesRead, Refresh: early,
			Capabilities: inventory.Capabilities{Timeout: byDefault(30*time.Second, first)},
		}},
		{Name: "go-jwt-middleware", Variant: Variant{
			Since: "3.1", Before: "3.3", Verified: librariesRead,
			Refresh: middlewareRefresh(later), Capabilities: middlewareCapabilities(later, alg, "alg"),
		}},
		{Name: "go-jwt-middleware", Variant: Variant{
			Since: "3.3", Before: "4", Verified: librariesRead,
			Refresh: middlewareRefresh(later), Capabilities: middlewareCapabilities(later, noAlg),
		}},
	}
}

func goJWTMiddlewareV2() Library {
	const source = "auth0/go-jwt-middleware@v2.3.1 jwks/provider.go"
	return Library{Name: "go-jwt-middleware", Variant: Variant{
		Since: "2", Before: "3", Verified: librariesRead,
		Refresh: inventory.Refresh{
			Mode:         inventory.ModeLazy,
			Interval:     byDefault(inventory.For(time.Minute), source),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(false, source),
			StaleOnError: byDefault(inventory.For(0), source), // a failed refresh evicts the copy
			Verdicts:     byDefault(inventory.For(0), source),
			UsesExpired:  true,
		},
		Capabilities: goJoseV2Capabilities(source),
	}}
}

func middlewareRefresh(source string) inventory.Refresh {
	return inventory.Refresh{
		Mode:         inventory.ModeLazy,
		Interval:     byDefault(inventory.For(15*time.Minute), source),
		HTTPCache:    inventory.CacheReplaces,
		UnknownKid:   byDefault(false, source),
		StaleOnError: byDefault(inventory.For(0), source),
		Verdicts:     byDefault(inventory.For(0), source),
	}
}

// middlewareCapabilities are those over jwx 3.0.13, which go-jwt-middleware v3 asks
// for: a program that has jwx 3.1 or later refuses more.
func middlewareCapabilities(provider, validator string, members ...string) inventory.Capabilities {
	c := libraryJWXCapabilities(provider, inventory.SpoilerKeyType, inventory.SpoilerCurve,
		inventory.SpoilerAlgorithm, inventory.SpoilerMember)
	c.Needs = needs(validator, members...)
	c.LeastRSABits = inventory.Value[int]{}
	c.MaxBody, c.Timeout = byDefault(1<<20, provider), byDefault(30*time.Second, provider)
	return c
}
