package consumer

import (
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

const (
	goOIDCKeySet     = "coreos/go-oidc@22dfdca oidc/jwks.go"
	goOIDCVerifier   = "coreos/go-oidc@22dfdca oidc/verify.go"
	goOIDCKeySetV2   = "coreos/go-oidc@8d77155 jwks.go" // v2.2.1; 2.1 to 2.5 are the same
	goOIDCVerifierV2 = "coreos/go-oidc@8d77155 verify.go"
	goJoseKey        = "go-jose/go-jose@v4.1.4 jwk.go" // 4.0.1 and go-jose.v2@2.6.3 refuse the same
	goJoseBytes      = "go-jose/go-jose@v4.1.4 encoding.go"
)

// goOIDCRefresh is how the RemoteKeySet of go-oidc v3 renews keys, which many
// products use: no expiry, a refetch for every signature that does not verify.
func goOIDCRefresh() inventory.Refresh {
	return inventory.Refresh{
		Mode:         inventory.ModeMissOnly,
		Interval:     byDefault(inventory.Forever(), goOIDCKeySet),
		HTTPCache:    inventory.CacheIgnored,
		UnknownKid:   byDefault(true, goOIDCKeySet),
		Cooldown:     byDefault(inventory.For(0), goOIDCKeySet),
		StaleOnError: byDefault(inventory.Forever(), goOIDCKeySet),
	}
}

// goOIDCRefreshV2 is the same of go-oidc v2, which does not refetch before the
// lifetime in the headers is almost over.
func goOIDCRefreshV2() inventory.Refresh {
	return inventory.Refresh{
		Mode:         inventory.ModeMissOnly,
		Interval:     byDefault(inventory.Forever(), goOIDCKeySetV2),
		HTTPCache:    inventory.CacheDefers,
		UnknownKid:   byDefault(true, goOIDCKeySetV2),
		Cooldown:     byDefault(inventory.For(0), goOIDCKeySetV2), // without such headers
		StaleOnError: byDefault(inventory.Forever(), goOIDCKeySetV2),
	}
}

// goOIDCCapabilities is what go-oidc before v3.20 makes of a key set: go-jose takes
// all of it or nothing. The algorithms are those of the product.
func goOIDCCapabilities(keySet string) inventory.Capabilities {
	return inventory.Capabilities{
		KeyTypes: byDefault([]string{"RSA", "EC", "OKP", "oct"}, goJoseKey),
		Curves:   byDefault([]string{"P-256", "P-384", "P-521", "Ed25519"}, goJoseKey),
		Spoilers: byDefault([]inventory.Spoiler{
			inventory.SpoilerKeyType, inventory.SpoilerCurve, inventory.SpoilerMember, inventory.SpoilerEncoding,
			inventory.SpoilerLength, inventory.SpoilerX5C,
		}, goJoseKey),
		Needs:            byDefault([]string(nil), keySet), // a token without a kid is tried with every key
		StrictIntegers:   byDefault(false, goJoseBytes),
		StrictBase64:     byDefault(true, goJoseBytes),
		FollowsRedirects: byDefault(true, keySet), // as http.Client does
		Accept:           byDefault("", keySet),
		MaxBody:          byDefault(0, keySet),
		MaxKeys:          byDefault(0, keySet),
	}
}

// goOIDCSkew is what go-oidc allows for exp; nbf has five minutes.
func goOIDCSkew() inventory.Value[time.Duration] {
	return byDefault(time.Duration(0), goOIDCVerifier)
}

// checkedEachTime says of a refresh that no verdict on a token is kept.
func checkedEachTime(r inventory.Refresh, source string) inventory.Refresh {
	r.Verdicts = byDefault(inventory.For(0), source)
	return r
}
