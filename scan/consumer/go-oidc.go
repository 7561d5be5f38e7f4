package consumer

import (
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

const (
	goOIDCKeySet   = "coreos/go-oidc@22dfdca oidc/jwks.go"
	goOIDCVerifier = "coreos/go-oidc@22dfdca oidc/verify.go"
)

// goOIDCRefresh is how the RemoteKeySet of go-oidc renews keys, which many
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

// goOIDCSkew is what go-oidc allows for exp; nbf has five minutes.
func goOIDCSkew() inventory.Value[time.Duration] {
	return byDefault(time.Duration(0), goOIDCVerifier)
}

// checkedEachTime says of a refresh that no verdict on a token is kept.
func checkedEachTime(r inventory.Refresh, source string) inventory.Refresh {
	r.Verdicts = byDefault(inventory.For(0), source)
	return r
}
