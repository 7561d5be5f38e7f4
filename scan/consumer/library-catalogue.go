package consumer

import (
	"slices"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Libraries returns every client library that a consumer may be declared to use,
// by language; ranges of one library stand together, oldest first. What fetches keys
// for others that verify keeps no verdicts.
func Libraries() []Library {
	return slices.Concat(goLibraries(), nodeLibraries(), pythonLibraries(), javaLibraries(), otherLibraries())
}

func nodeLibraries() []Library {
	const (
		jose    = "panva/jose@afbc664 src/jwks/remote.ts"             // 4.15.9 and 5.10.0 are the same
		jwksRSA = "auth0/node-jwks-rsa@fc92d29 src/wrappers/cache.js" // 2.1.5 and 3.2.0 are the same
		client  = "auth0/node-jwks-rsa@fc92d29 src/JwksClient.js"
	)
	return []Library{
		{Name: "jose", Variant: Variant{Since: "4.15", Before: "7", Refresh: inventory.Refresh{
			Mode:         inventory.ModeLazy,
			Interval:     byDefault(inventory.For(10*time.Minute), jose),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(true, jose),
			Cooldown:     byDefault(inventory.For(30*time.Second), jose),
			StaleOnError: byDefault(inventory.For(0), jose),
			Verdicts:     byDefault(inventory.For(0), jose),
		}}},
		{Name: "jwks-rsa", Variant: Variant{Since: "2.1", Before: "5", Refresh: inventory.Refresh{
			Mode:         inventory.ModeLazy, // each kid by itself
			Interval:     byDefault(inventory.For(10*time.Minute), jwksRSA),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(true, client),
			Cooldown:     byDefault(inventory.For(0), client), // rateLimit is off
			StaleOnError: byDefault(inventory.For(0), jwksRSA),
			Verdicts:     byDefault(inventory.For(0), jwksRSA),
		}}},
	}
}

func pythonLibraries() []Library {
	const (
		old     = "jpadilla/pyjwt@2.4.0 jwt/jwks_client.py" // lru_cache of 16 keys, without expiry
		pyjwt   = "jpadilla/pyjwt@dcc27a9 jwt/jwks_client.py"
		authlib = "authlib/authlib@772bc72 sync_openid.py"
	)
	return []Library{
		{Name: "pyjwt", Variant: Variant{Since: "2.1", Before: "2.5", Refresh: missOnly(old)}},
		{Name: "pyjwt", Variant: Variant{Since: "2.5", Refresh: inventory.Refresh{
			Mode:         inventory.ModeLazy,
			Interval:     byDefault(inventory.For(5*time.Minute), pyjwt),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(true, pyjwt),
			Cooldown:     byDefault(inventory.For(0), pyjwt),
			StaleOnError: byDefault(inventory.For(0), pyjwt),
			Verdicts:     byDefault(inventory.For(0), pyjwt),
		}}},
		{Name: "pyjwt", Variant: cacheKeys(pyjwt)},
		{Name: "authlib", Variant: Variant{
			Refresh: missOnly(authlib),
			Checks:  inventory.Checks{Skew: byDefault(2*time.Minute, authlib)},
		}},
	}
}

// cacheKeys is PyJWKClient(cache_keys=True): single keys stay for ever in front
// of the set that expires.
func cacheKeys(source string) Variant {
	return Variant{Name: "cache_keys", Since: "2.5", Refresh: missOnly(source)}
}

func javaLibraries() []Library {
	const (
		auth0  = "auth0/jwks-rsa-java@d8b7342 UrlJwkProvider.cachedJwks" // under the cache of the builder
		nimbus = "Nimbus JOSE+JWT JWKSourceBuilder.java"
	)
	rsa := missOnly(auth0)
	rsa.Cooldown = byDefault(inventory.For(time.Minute), auth0) // a bucket of 10, one more a minute: once it is empty
	return []Library{
		{Name: "jwks-rsa-java", Variant: Variant{Since: "0.23", Refresh: rsa}},
		{Name: "nimbus", Variant: Variant{Refresh: inventory.Refresh{
			Mode:         inventory.ModeLazy,
			Interval:     byDefault(inventory.For(5*time.Minute), nimbus),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(true, nimbus),
			Cooldown:     byDefault(inventory.For(30*time.Second), nimbus),
			StaleOnError: byDefault(inventory.For(0), nimbus), // outageTolerant is off
			Verdicts:     byDefault(inventory.For(0), nimbus),
		}}},
		{Name: "jose4j", Variant: unverified()},
	}
}

func otherLibraries() []Library {
	const (
		php     = "firebase/php-jwt@32b5ea0 src/CachedKeySet.php"
		ruby    = "jwt/ruby-jwt@a2cb272 key_finder.rb"
		jsonJWT = "nov/json-jwt@543d928 Set::Fetcher" // its cache does nothing by default
	)
	loader := unverified() // the program's own
	loader.Checks = inventory.Checks{
		Issuer:     byDefault(false, ruby),
		Audience:   byDefault(false, ruby),
		Algorithms: byDefault([]string{"HS256"}, ruby),
	}
	return []Library{
		{Name: "microsoft-identitymodel", Variant: Variant{
			Refresh: aspnetBearer().Refresh,
			Checks:  inventory.Checks{Skew: aspnetBearer().Checks.Skew},
		}},
		{Name: "php-jwt", Variant: Variant{
			Refresh: inventory.Refresh{
				Mode:         inventory.ModeLazy, // for as long as the pool keeps it, which is not known
				HTTPCache:    inventory.CacheIgnored,
				UnknownKid:   byDefault(true, php),
				Cooldown:     byDefault(inventory.For(0), php), // rateLimit is off
				StaleOnError: byDefault(inventory.For(0), php),
				Verdicts:     byDefault(inventory.For(0), php),
			},
			Checks: inventory.Checks{Skew: byDefault(time.Duration(0), php)},
		}},
		{Name: "ruby-jwt", Variant: loader},
		{Name: "json-jwt", Variant: Variant{Refresh: inventory.Refresh{
			Mode:         inventory.ModePerRequest,
			Interval:     byDefault(inventory.For(0), jsonJWT),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(true, jsonJWT),
			Cooldown:     byDefault(inventory.For(0), jsonJWT),
			StaleOnError: byDefault(inventory.For(0), jsonJWT),
			Verdicts:     byDefault(inventory.For(0), jsonJWT),
		}}},
	}
}

// unverified is a library of which nothing was verified.
func unverified() Variant {
	return Variant{Refresh: inventory.Refresh{Mode: inventory.ModeUnknown, HTTPCache: inventory.CacheUnknown}}
}
