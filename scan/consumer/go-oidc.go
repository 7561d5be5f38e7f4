package consumer

import (
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

const goOIDCKeySet = "coreos/go-oidc@22dfdca oidc/jwks.go"

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
