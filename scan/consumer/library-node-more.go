package consumer

import (
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// getJWKS is get-jwks, which fast-jwt and @fastify/jwt are used with. A refetch that
// does not find the key, or fails, gives the copy that has just expired another
// lifetime: with a token a minute, a removed key lives on for ever. The timeout that
// it passes to fetch does nothing there.
func getJWKS() Library {
	const source = "get-jwks@11.0.3 src/get-jwks.js" // 10.0.0 and 11.0.0 are the same
	c := lenient(rsaAndEC(source), source)
	c.FollowsRedirects, c.Accept = byDefault(true, source), byDefault("*/*", source)
	c.LeastRSABits, c.MaxKeys = byDefault(0, source), byDefault(100, source)
	return Library{Name: "get-jwks", Variant: Variant{
		Since: "10", Before: "12", Verified: librariesRead,
		Refresh: inventory.Refresh{
			Mode:         inventory.ModeLazy, // each kid by itself
			Interval:     byDefault(inventory.For(time.Minute), source),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(true, source),
			Cooldown:     byDefault(inventory.For(0), source),
			StaleOnError: byDefault(inventory.Forever(), source),
			Verdicts:     byDefault(inventory.For(0), source),
			MergesSets:   true,
		},
		Capabilities: c,
	}}
}

// awsJWTVerify is aws-jwt-verify: it fetches for unknown kids only, and not within
// ten seconds of one that it did not find.
func awsJWTVerify() Library {
	const (
		jwk      = "aws-jwt-verify@5.2.1 dist/cjs/jwk.js" // 5.0.0 does the same
		verifier = "aws-jwt-verify@5.2.1 dist/cjs/jwt-verifier.js"
		fetch    = "aws-jwt-verify@5.2.1 dist/cjs/https-node.js"
		timeouts = "aws-jwt-verify@5.2.1 dist/cjs/node-web-compat-node.js"
	)
	refresh := missOnly(jwk)
	refresh.Cooldown = byDefault(inventory.For(10*time.Second), jwk)
	c := lenient(usualKeys(verifier), jwk)
	c.Algorithms = byDefault([]string{"RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "EdDSA"}, verifier)
	c.Spoilers = spoilers(jwk, inventory.SpoilerMember)
	c.Needs = needs(jwk, "kid")
	c.FollowsRedirects, c.Accept = byDefault(false, fetch), byDefault("", fetch)
	c.LeastRSABits = byDefault(0, verifier)
	c.Timeout = byDefault(3*time.Second, timeouts) // and one more try
	return Library{Name: "aws-jwt-verify", Variant: Variant{
		Since: "5", Before: "6", Verified: librariesRead, Refresh: refresh, Capabilities: c,
		Checks: inventory.Checks{Issuer: byDefault(true, verifier), Audience: byDefault(true, verifier)},
	}}
}
