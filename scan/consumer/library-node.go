package consumer

import (
	"slices"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// nodeLibraries are the client libraries of Node.js and its kin.
func nodeLibraries() []Library {
	return slices.Concat(joses(), jwksRSAs(), []Library{getJWKS(), awsJWTVerify()})
}

// joses are the ranges of createRemoteJWKSet: 6.1 can use ML-DSA where the runtime
// can, and Ed448 and secp256k1 went with 6.
func joses() []Library {
	const (
		remote = "panva/jose@afbc664 src/jwks/remote.ts" // 4.15.9 and 5.10.0 are the same
		early  = "jose@5.10.0 dist/node/esm/runtime/fetch_jwks.js"
		later  = "jose@6.2.17 dist/webapi/jwks/remote.js" // 6.0.0 and 6.1.0 do the same
		akp    = "jose@6.1.0 dist/webapi/key/import.js"
	)
	refresh := inventory.Refresh{
		Mode:         inventory.ModeLazy,
		Interval:     byDefault(inventory.For(10*time.Minute), remote),
		HTTPCache:    inventory.CacheIgnored,
		UnknownKid:   byDefault(true, remote),
		Cooldown:     byDefault(inventory.For(30*time.Second), remote),
		StaleOnError: byDefault(inventory.For(0), remote),
		Verdicts:     byDefault(inventory.For(0), remote),
	}
	old := joseNodeCapabilities(early, "")
	old.Algorithms.V, old.Curves.V = append(old.Algorithms.V, "ES256K"), append(old.Curves.V, "Ed448", "secp256k1")
	const accept = "application/json, application/jwk-set+json"
	quantum := joseNodeCapabilities(later, accept)
	quantum.KeyTypes = byDefault(append(quantum.KeyTypes.V, "AKP"), akp)
	quantum.Algorithms = byDefault(append(quantum.Algorithms.V, "Ed25519", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87"), akp)
	return []Library{
		{Name: "jose", Variant: Variant{
			Since: "4.15", Before: "6", Verified: librariesRead, Refresh: refresh, Capabilities: old,
		}},
		{Name: "jose", Variant: Variant{
			Since: "6", Before: "6.1", Verified: librariesRead, Refresh: refresh, Capabilities: joseNodeCapabilities(later, accept),
		}},
		{Name: "jose", Variant: Variant{
			Since: "6.1", Before: "7", Verified: librariesRead, Refresh: refresh, Capabilities: quantum,
		}},
	}
}

// joseNodeCapabilities are those of jose, which looks only at the key that a token
// needs.
func joseNodeCapabilities(source, accept string) inventory.Capabilities {
	c := lenient(usualKeys(source), source)
	c.FollowsRedirects, c.Accept = byDefault(false, source), byDefault(accept, source)
	c.LeastRSABits = byDefault(2048, source)
	c.Timeout = byDefault(5*time.Second, source)
	return c
}

// jwksRSAs are the ranges of node-jwks-rsa, which keeps every key by itself.
func jwksRSAs() []Library {
	const (
		cache  = "auth0/node-jwks-rsa@fc92d29 src/wrappers/cache.js" // 2.1.5 and 3.2.2 are the same
		client = "auth0/node-jwks-rsa@fc92d29 src/JwksClient.js"
		early  = "jwks-rsa@3.2.2 src/utils.js"
		later  = "jwks-rsa@4.1.0 src/utils.js"
	)
	refresh := inventory.Refresh{
		Mode:         inventory.ModeLazy,
		Interval:     byDefault(inventory.For(10*time.Minute), cache),
		HTTPCache:    inventory.CacheIgnored,
		UnknownKid:   byDefault(true, client),
		Cooldown:     byDefault(inventory.For(0), client), // rateLimit is off
		StaleOnError: byDefault(inventory.For(0), cache),
		Verdicts:     byDefault(inventory.For(0), cache),
	}
	limits := inventory.Capabilities{MaxKeys: byDefault(5, cache), Timeout: byDefault(30*time.Second, client)}
	old := jwksRSACapabilities(early, limits)
	old.Algorithms.V, old.Curves.V = append(old.Algorithms.V, "ES256K"), append(old.Curves.V, "Ed448", "secp256k1")
	return []Library{
		{Name: "jwks-rsa", Variant: Variant{
			Since: "2.1", Before: "3", Verified: librariesRead, Refresh: refresh, Capabilities: limits,
		}},
		{Name: "jwks-rsa", Variant: Variant{
			Since: "3", Before: "4", Verified: librariesRead, Refresh: refresh, Capabilities: old,
		}},
		{Name: "jwks-rsa", Variant: Variant{
			Since: "4", Before: "5", Verified: librariesRead, Refresh: refresh, Capabilities: jwksRSACapabilities(later, limits),
		}},
	}
}

func jwksRSACapabilities(source string, limits inventory.Capabilities) inventory.Capabilities {
	c := lenient(usualKeys(source), source)
	c.FollowsRedirects, c.Accept = byDefault(false, source), byDefault("", source)
	c.LeastRSABits = byDefault(0, source)
	c.MaxKeys, c.Timeout = limits.MaxKeys, limits.Timeout
	return c
}

// lenient adds that keys which cannot be used are passed over, that no member is
// needed beyond those of the key, and that loose encodings are taken.
func lenient(c inventory.Capabilities, source string) inventory.Capabilities {
	c.Spoilers, c.Needs = spoilers(source), needs(source)
	c.StrictIntegers, c.StrictBase64 = byDefault(false, source), byDefault(false, source)
	c.MaxBody = byDefault(0, source)
	return c
}
