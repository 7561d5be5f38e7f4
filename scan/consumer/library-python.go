package consumer

import (
	"slices"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// pythonLibraries are the client libraries written in Python.
func pythonLibraries() []Library {
	return slices.Concat(pyJWTs(), authlibs(), []Library{joserfc(), pythonJOSE()})
}

// pyJWTs are the ranges of PyJWKClient. Before 2.5 it kept 16 keys without expiry,
// and one key that it could not use spoiled the set; in 2.5 and 2.6 so does one that
// it cannot read, or one of an unknown type that names no algorithm.
func pyJWTs() []Library {
	const (
		first  = "jpadilla/pyjwt@2.4.0 jwt/jwks_client.py" // 2.1.0 needs use as well
		second = "jpadilla/pyjwt@2.5.0 jwt/api_jwk.py PyJWKSet"
		client = "jpadilla/pyjwt@dcc27a9 jwt/jwks_client.py"
		set    = "jpadilla/pyjwt@dcc27a9 jwt/api_jwk.py PyJWKSet" // 2.7.0 and 2.8.0 do the same
	)
	refresh := inventory.Refresh{
		Mode:         inventory.ModeLazy,
		Interval:     byDefault(inventory.For(5*time.Minute), client),
		HTTPCache:    inventory.CacheIgnored,
		UnknownKid:   byDefault(true, client),
		Cooldown:     byDefault(inventory.For(0), client),
		StaleOnError: byDefault(inventory.For(0), client),
		Verdicts:     byDefault(inventory.For(0), client),
	}
	early := pyJWTCapabilities(first, inventory.SpoilerKeyType, inventory.SpoilerCurve,
		inventory.SpoilerAlgorithm, inventory.SpoilerMember, inventory.SpoilerLength)
	early.Needs, early.Timeout = inventory.Value[[]string]{}, inventory.Value[time.Duration]{}
	middle := pyJWTCapabilities(second, inventory.SpoilerMember, inventory.SpoilerLength)
	middle.Timeout = inventory.Value[time.Duration]{}
	later := pyJWTCapabilities(set)
	// PyJWKClient(cache_keys=True): single keys stay for ever in front of the set that
	// expires.
	cached := Variant{Name: "cache_keys", Since: "2.7", Verified: librariesRead, Refresh: missOnly(client), Capabilities: later}
	cached.Capabilities.MaxKeys = byDefault(16, client)
	cachedEarly := cached
	cachedEarly.Since, cachedEarly.Before, cachedEarly.Capabilities = "2.5", "2.7", middle
	return []Library{
		{Name: "pyjwt", Variant: Variant{
			Since: "2.1", Before: "2.5", Verified: librariesRead, Refresh: missOnly(first), Capabilities: early,
		}},
		{Name: "pyjwt", Variant: Variant{
			Since: "2.5", Before: "2.7", Verified: librariesRead, Refresh: refresh, Capabilities: middle,
		}},
		{Name: "pyjwt", Variant: Variant{Since: "2.7", Verified: librariesRead, Refresh: refresh, Capabilities: later}},
		{Name: "pyjwt", Variant: cachedEarly},
		{Name: "pyjwt", Variant: cached},
	}
}

func pyJWTCapabilities(source string, spoil ...inventory.Spoiler) inventory.Capabilities {
	c := lenient(usualKeys(source), source)
	c.Algorithms.V, c.Curves.V = append(c.Algorithms.V, "ES256K"), append(c.Curves.V, "secp256k1", "Ed448")
	c.Spoilers, c.Needs = spoilers(source, spoil...), needs(source, "kid")
	c.LeastRSABits = byDefault(0, source)
	c.Timeout = byDefault(30*time.Second, source)
	goDefaults(&c, source) // urllib.request does the same
	return c
}

// authlibs are the ranges of Authlib's OpenIDMixin, which takes a set or nothing;
// since 1.7 it is joserfc that reads it.
func authlibs() []Library {
	const (
		early = "authlib/authlib@v1.6.9 authlib/jose/rfc7517/key_set.py"
		mixin = "authlib/authlib@772bc72 authlib/integrations/base_client/sync_openid.py"
	)
	checks := inventory.Checks{Skew: byDefault(2*time.Minute, mixin)}
	old := lenient(usualKeys(early), early)
	old.MaxBody = byDefault(0, mixin)
	old.Spoilers = spoilers(early, inventory.SpoilerKeyType, inventory.SpoilerMember)
	return []Library{
		{Name: "authlib", Variant: Variant{
			Since: "1.2", Before: "1.7", Verified: librariesRead, Refresh: missOnly(mixin), Checks: checks, Capabilities: old,
		}},
		{Name: "authlib", Variant: Variant{
			Since: "1.7", Verified: librariesRead, Refresh: missOnly(mixin), Checks: checks, Capabilities: joserfcCapabilities(),
		}},
	}
}

func joserfc() Library {
	return Library{Name: "joserfc", Variant: Variant{
		Since: "1.7", Verified: librariesRead, Refresh: programRefresh(), Capabilities: joserfcCapabilities(),
	}}
}

func joserfcCapabilities() inventory.Capabilities {
	const source = "authlib/joserfc@7facdee src/joserfc/_keys.py KeySet.import_key_set"
	c := lenient(usualKeys(source), source)
	c.Algorithms.V, c.Curves.V = append(c.Algorithms.V, "ES256K"), append(c.Curves.V, "secp256k1", "Ed448")
	c.Spoilers = spoilers(source, inventory.SpoilerKeyType, inventory.SpoilerCurve, inventory.SpoilerUse,
		inventory.SpoilerMember, inventory.SpoilerEncoding, inventory.SpoilerLength)
	c.StrictBase64 = byDefault(true, source)
	c.LeastRSABits, c.MaxBody = byDefault(0, source), inventory.Value[int]{}
	return c
}

// pythonJOSE is python-jose, which tries every key of a set in turn: one of another
// type than the token's ends the trial.
func pythonJOSE() Library {
	const source = "mpdavis/python-jose@018b310 jose/jws.py" // 3.5.0; 3.3.0 does the same
	c := lenient(rsaAndEC(source), source)
	c.Algorithms = byDefault([]string{"RS256", "RS384", "RS512", "ES256", "ES384", "ES512"}, source)
	c.Spoilers = spoilers(source, inventory.SpoilerKeyType, inventory.SpoilerCurve,
		inventory.SpoilerMember, inventory.SpoilerLength)
	c.LeastRSABits, c.MaxBody = byDefault(0, source), inventory.Value[int]{}
	return Library{Name: "python-jose", Variant: Variant{
		Since: "3.3", Before: "4", Verified: librariesRead, Refresh: programRefresh(), Capabilities: c,
	}}
}
