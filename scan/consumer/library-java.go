package consumer

import (
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// javaLibraries are the client libraries of the Java platform.
func javaLibraries() []Library {
	return []Library{jwksRSAJava(), nimbus(), jose4j(), fusionAuthJWT()}
}

// jwksRSAJava is the provider that JwkProviderBuilder makes.
func jwksRSAJava() Library {
	const (
		provider = "auth0/jwks-rsa-java@d8b7342 UrlJwkProvider.java" // cachedJwks is under the cache of the builder
		jwk      = "auth0/jwks-rsa-java@d8b7342 Jwk.java"
	)
	refresh := missOnly(provider)
	refresh.Cooldown = byDefault(inventory.For(time.Minute), provider) // a bucket of 10, one more a minute: once it is empty
	c := rsaAndEC(jwk)
	c.Algorithms = inventory.Value[[]string]{} // another library verifies
	c.Spoilers, c.Needs = spoilers(jwk, inventory.SpoilerMember), needs(jwk)
	c.StrictIntegers, c.LeastRSABits = byDefault(false, jwk), byDefault(0, jwk)
	c.Accept, c.MaxBody = byDefault("application/json", provider), byDefault(0, provider)
	return Library{Name: "jwks-rsa-java", Variant: Variant{
		Since: "0.23", Verified: librariesRead, Refresh: refresh, Capabilities: c,
	}}
}

// nimbus is JWKSourceBuilder of Nimbus JOSE+JWT, which passes over unknown types
// only; older versions do not even that.
func nimbus() Library {
	const (
		builder = "Nimbus JOSE+JWT JWKSourceBuilder.java"
		set     = "Nimbus JOSE+JWT JWKSet.java parse"
		key     = "felx/nimbus-jose-jwt@47d66f2 ECKey.java SUPPORTED_CURVES"
	)
	return Library{Name: "nimbus", Variant: Variant{
		Verified: librariesRead,
		Refresh: inventory.Refresh{
			Mode:         inventory.ModeLazy,
			Interval:     byDefault(inventory.For(5*time.Minute), builder),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(true, builder),
			Cooldown:     byDefault(inventory.For(30*time.Second), builder),
			StaleOnError: byDefault(inventory.For(0), builder), // outageTolerant is off
			Verdicts:     byDefault(inventory.For(0), builder),
		},
		Capabilities: inventory.Capabilities{
			Curves:   byDefault([]string{"P-256", "P-384", "P-521", "secp256k1", "Ed25519", "Ed448", "X25519", "X448"}, key),
			Spoilers: spoilers(set, inventory.SpoilerCurve, inventory.SpoilerMember, inventory.SpoilerLength),
			MaxBody:  byDefault(50*1024, builder),
			Timeout:  byDefault(500*time.Millisecond, builder), // to connect, and to read
		},
	}}
}

// jose4j is HttpsJwks with its resolver.
func jose4j() Library {
	const (
		jwks     = "pvliesdonk/jose4j@4795f76 HttpsJwks.java"
		resolver = "pvliesdonk/jose4j@4795f76 HttpsJwksVerificationKeyResolver.java"
		set      = "pvliesdonk/jose4j@4795f76 JsonWebKeySet.java"
		get      = "pvliesdonk/jose4j@4795f76 Get.java"
	)
	return Library{Name: "jose4j", Variant: Variant{
		Since: "0.5.5", Verified: librariesRead,
		Refresh: inventory.Refresh{
			Mode:         inventory.ModeLazy,
			Interval:     byDefault(inventory.For(time.Hour), jwks),
			HTTPCache:    inventory.CacheReplaces,
			UnknownKid:   byDefault(true, resolver),
			Cooldown:     byDefault(inventory.For(0), resolver), // 300 ms in later versions
			StaleOnError: byDefault(inventory.For(0), jwks),
			Verdicts:     byDefault(inventory.For(0), resolver),
		},
		Capabilities: inventory.Capabilities{
			Spoilers: spoilers(set),
			MaxBody:  byDefault(512*1024, get), // characters
			Timeout:  byDefault(20*time.Second, get),
		},
	}}
}

// fusionAuthJWT is JSONWebKeySetHelper of fusionauth-jwt: kty and alg are Java
// enumerations, so that a value which is not in them ends the reading of the set.
func fusionAuthJWT() Library {
	const (
		helper = "FusionAuth/fusionauth-jwt@7a5ef8b JSONWebKeySetHelper.java, Mapper.java"
		enums  = "FusionAuth/fusionauth-jwt@7a5ef8b KeyType.java, Algorithm.java"
	)
	return Library{Name: "fusionauth-jwt", Variant: Variant{
		Since: "6", Before: "7", Verified: librariesRead,
		Refresh: programRefresh(),
		Capabilities: inventory.Capabilities{
			KeyTypes: byDefault([]string{"RSA", "EC", "OKP"}, enums),
			Spoilers: spoilers(helper, inventory.SpoilerKeyType, inventory.SpoilerAlgorithm),
		},
	}}
}
