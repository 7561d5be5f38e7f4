package consumer

import (
	"slices"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// goLibraries are the client libraries written in Go.
func goLibraries() []Library {
	const hashicorp = "hashicorp/cap@v0.15.0 jwt/keyset.go" // over the RemoteKeySet of go-oidc
	return slices.Concat(goOIDCs(), []Library{
		{Name: "hashicorp-cap", Variant: Variant{
			Since: "0.15", Before: "0.16", Verified: librariesRead,
			Refresh: missOnly(hashicorp),
			// It asks for go-oidc 3.11, and the program may have a later one: what both do.
			Capabilities: laterGoOIDCCapabilities(hashicorp),
		}},
	}, zitadels(), keyfuncs(), []Library{jwxV2()}, jwxV3(), goJWTMiddlewares())
}

func goOIDCs() []Library {
	const (
		verify = "coreos/go-oidc@22dfdca oidc/verify.go" // IDTokenVerifier
		later  = "coreos/go-oidc@v3.21.0 oidc/jwks.go jwkJSON"
	)
	checks := inventory.Checks{
		Issuer:     byDefault(true, verify),
		Audience:   byDefault(true, verify),
		Algorithms: byDefault([]string{"RS256"}, verify),
		Skew:       byDefault(time.Duration(0), verify), // of exp; nbf has five minutes
	}
	early := Variant{
		Since: "3", Before: "3.20", Verified: librariesRead,
		Refresh: missOnly(goOIDCKeySet), Checks: checks, Capabilities: goOIDCCapabilities(goOIDCKeySet),
	}
	early.Capabilities.Algorithms = usualKeys(goOIDCKeySet).Algorithms
	return []Library{
		{Name: "go-oidc", Variant: early},
		{Name: "go-oidc", Variant: Variant{
			Since: "3.20", Before: "4", Verified: librariesRead,
			Refresh: missOnly(goOIDCKeySet), Checks: checks, Capabilities: laterGoOIDCCapabilities(later),
		}},
	}
}

// zitadels are the ranges of zitadel/oidc: its keys never expire, a miss refetches.
func zitadels() []Library {
	const (
		early   = "zitadel/oidc@v3.33.1 pkg/client/rp/jwks.go"
		zitadel = "zitadel/oidc@v3.51.17 pkg/client/rp/jwks.go" // 3.45.1 and 3.48.0 are alike
		client  = "zitadel/oidc@v3.51.17 pkg/http/http.go DefaultHTTPClient"
	)
	lenient := zitadelCapabilities(early)
	strict := zitadelCapabilities(zitadel, inventory.SpoilerCurve, inventory.SpoilerMember,
		inventory.SpoilerEncoding, inventory.SpoilerLength, inventory.SpoilerX5C)
	strict.MaxBody = inventory.Value[int]{} // 1 MiB in 3.51, none in 3.48
	strict.Timeout = byDefault(30*time.Second, client)
	return []Library{
		{Name: "zitadel-oidc", Variant: Variant{
			Since: "3", Before: "3.45.1", Verified: librariesRead, Refresh: missOnly(zitadel), Capabilities: lenient,
		}},
		{Name: "zitadel-oidc", Variant: Variant{
			Since: "3.45.1", Before: "4", Verified: librariesRead, Refresh: missOnly(zitadel), Capabilities: strict,
		}},
	}
}
