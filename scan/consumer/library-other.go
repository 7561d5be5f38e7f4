package consumer

import (
	"slices"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// otherLibraries are the client libraries of .NET, PHP, Ruby, Rust, Elixir and Swift.
func otherLibraries() []Library {
	return slices.Concat(
		[]Library{identityModel()}, phpJWTs(), rubyJWTs(),
		[]Library{jsonJWT(), jsonwebtokenRust(), jokenJWKS(), jwtKit()},
	)
}

// identityModel is ConfigurationManager of Microsoft.IdentityModel.
func identityModel() Library {
	return Library{Name: "microsoft-identitymodel", Variant: Variant{
		Since: "8", Before: "9", Verified: librariesRead,
		Refresh:      aspnetBearer().Refresh,
		Checks:       inventory.Checks{Skew: aspnetBearer().Checks.Skew},
		Capabilities: identityModelCapabilities(),
	}}
}

// identityModelCapabilities passes over the keys that it cannot use.
func identityModelCapabilities() inventory.Capabilities {
	const (
		set       = "AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet@c6b3b6a JsonWebKeySet.cs"
		reader    = "AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet@c6b3b6a JsonWebKeySerializer.cs"
		signature = "AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet@c6b3b6a AsymmetricSignatureProvider.cs"
	)
	c := rsaAndEC(set)
	c.Spoilers, c.Needs = spoilers(reader, inventory.SpoilerMember), needs(set)
	c.LeastRSABits = byDefault(1024, signature)
	return c
}

// jsonwebtokenRust is the JwkSet of the crate jsonwebtoken, which reads it with
// serde: a type or curve that is not in its enumerations ends the reading.
func jsonwebtokenRust() Library {
	const source = "Keats/jsonwebtoken@6086da7 src/jwk.rs"
	c := inventory.Capabilities{
		KeyTypes: byDefault([]string{"RSA", "EC", "OKP", "oct"}, source),
		Curves:   byDefault([]string{"P-256", "P-384", "P-521", "Ed25519"}, source),
		Spoilers: spoilers(source, inventory.SpoilerKeyType, inventory.SpoilerCurve, inventory.SpoilerMember),
	}
	return Library{Name: "jsonwebtoken-rust", Variant: Variant{
		Since: "9.1", Before: "11", Verified: librariesRead, Refresh: programRefresh(), Capabilities: c,
	}}
}

// jokenJWKS is DefaultStrategyTemplate of JokenJwks, which looks once a minute
// whether a token named an unknown kid, and fetches then. The token is refused.
func jokenJWKS() Library {
	const (
		strategy = "joken-elixir/joken_jwks@939f955 lib/joken_jwks/default_strategy_template.ex" // v1.6.0 does the same
		fetcher  = "joken-elixir/joken_jwks@939f955 lib/joken_jwks/http_fetcher.ex"
	)
	refresh := missOnly(strategy)
	refresh.Cooldown = byDefault(inventory.For(time.Minute), strategy)
	return Library{Name: "joken-jwks", Variant: Variant{
		Since: "1.6", Before: "2", Verified: librariesRead,
		Refresh: refresh,
		Capabilities: inventory.Capabilities{
			Spoilers: spoilers(strategy, inventory.SpoilerMember, inventory.SpoilerKid),
			Needs:    needs(strategy, "kid", "alg"),
			MaxBody:  byDefault(0, fetcher),
		},
	}}
}

// jwtKit is the JWKS of Vapor's JWTKit, whose type, curve and algorithm are Swift
// enumerations.
func jwtKit() Library {
	const source = "vapor/jwt-kit@b5f82fb Sources/JWTKit/JWK/JWK.swift"
	c := usualKeys(source)
	c.Spoilers = spoilers(source, inventory.SpoilerKeyType, inventory.SpoilerCurve,
		inventory.SpoilerAlgorithm, inventory.SpoilerMember)
	return Library{Name: "jwt-kit", Variant: Variant{
		Since: "5", Before: "6", Verified: librariesRead, Refresh: programRefresh(), Capabilities: c,
	}}
}
