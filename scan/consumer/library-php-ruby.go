package consumer

import (
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// phpJWTs are the ranges of CachedKeySet of firebase/php-jwt, which reads only the
// key that a token needs: JWK::parseKeySet is stricter. Short keys are refused since
// version 7.
func phpJWTs() []Library {
	const (
		cached = "firebase/php-jwt@32b5ea0 src/CachedKeySet.php"
		key    = "firebase/php-jwt@32b5ea0 src/JWK.php parseKey"
		sizes  = "firebase/php-jwt@32b5ea0 CHANGELOG.md 7.0.0"
	)
	c := lenient(usualKeys(key), cached)
	c.Algorithms = byDefault([]string{"RS256", "RS384", "RS512", "ES256", "ES256K", "ES384", "EdDSA"}, key)
	c.Curves = byDefault([]string{"P-256", "P-384", "secp256k1", "Ed25519"}, key)
	c.Needs = needs(key, "kid", "alg")
	sized := c
	sized.LeastRSABits = byDefault(2048, sizes)
	of := func(since, before string, c inventory.Capabilities) Library {
		return Library{Name: "php-jwt", Variant: Variant{
			Since: since, Before: before, Verified: librariesRead,
			Refresh: inventory.Refresh{
				Mode:         inventory.ModeLazy, // for as long as the pool keeps it, which is not known
				HTTPCache:    inventory.CacheIgnored,
				UnknownKid:   byDefault(true, cached),
				Cooldown:     byDefault(inventory.For(0), cached), // rateLimit is off
				StaleOnError: byDefault(inventory.For(0), cached),
				Verdicts:     byDefault(inventory.For(0), cached),
			},
			Checks:       inventory.Checks{Skew: byDefault(time.Duration(0), cached)},
			Capabilities: c,
		}}
	}
	early := inventory.Capabilities{Needs: c.Needs, Spoilers: c.Spoilers}
	return []Library{of("6", "7", early), of("7", "8", sized)}
}

// rubyJWTs are the ranges of ruby-jwt with a loader of the program, which since
// 3.2.1 passes over types that it does not know.
func rubyJWTs() []Library {
	const (
		finder = "jwt/ruby-jwt@a2cb272 lib/jwt/jwk/key_finder.rb"
		set    = "jwt/ruby-jwt@a2cb272 lib/jwt/jwk/set.rb"
	)
	checks := inventory.Checks{
		Issuer:     byDefault(false, finder),
		Audience:   byDefault(false, finder),
		Algorithms: byDefault([]string{"HS256"}, finder),
	}
	later := rubyCapabilities(set, inventory.SpoilerMember)
	early := rubyCapabilities(set, inventory.SpoilerKeyType, inventory.SpoilerMember)
	return []Library{
		{Name: "ruby-jwt", Variant: Variant{
			Since: "2.10", Before: "3.2.1", Verified: librariesRead, Refresh: programRefresh(), Checks: checks, Capabilities: early,
		}},
		{Name: "ruby-jwt", Variant: Variant{
			Since: "3.2.1", Verified: librariesRead, Refresh: programRefresh(), Checks: checks, Capabilities: later,
		}},
	}
}

func rubyCapabilities(source string, spoil ...inventory.Spoiler) inventory.Capabilities {
	c := lenient(rsaAndEC(source), source)
	c.Curves.V, c.Algorithms.V = append(c.Curves.V, "secp256k1"), append(c.Algorithms.V, "ES256K")
	c.Spoilers, c.Needs = spoilers(source, spoil...), needs(source, "kid")
	c.LeastRSABits, c.MaxBody = byDefault(0, source), inventory.Value[int]{}
	return c
}

// jsonJWT is JSON::JWK::Set::Fetcher of json-jwt, whose cache does nothing by
// default.
func jsonJWT() Library {
	const source = "nov/json-jwt@543d928 lib/json/jwk/set/fetcher.rb"
	return Library{Name: "json-jwt", Variant: Variant{
		Since: "1.17", Before: "2", Verified: librariesRead,
		Refresh: inventory.Refresh{
			Mode:         inventory.ModePerRequest,
			Interval:     byDefault(inventory.For(0), source),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(true, source),
			Cooldown:     byDefault(inventory.For(0), source),
			StaleOnError: byDefault(inventory.For(0), source),
			Verdicts:     byDefault(inventory.For(0), source),
		},
		Capabilities: inventory.Capabilities{
			KeyTypes:         byDefault([]string{"RSA", "EC", "oct"}, "nov/json-jwt@543d928 lib/json/jwk.rb to_key"),
			Curves:           byDefault([]string{"P-256", "P-384", "P-521", "secp256k1"}, "nov/json-jwt@543d928 lib/json/jwk.rb to_ec_key"),
			Spoilers:         spoilers("nov/json-jwt@543d928 lib/json/jwk/set.rb"),
			Needs:            needs(source),
			FollowsRedirects: byDefault(true, source),
			MaxBody:          byDefault(0, source),
		},
	}}
}
