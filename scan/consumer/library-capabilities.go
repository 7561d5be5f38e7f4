package consumer

import "github.com/jwksaudit/jwksaudit/scan/inventory"

// librariesRead is the day on which the sources of the libraries were last read,
// and those of Go and Node.js run (bench/clients).
const librariesRead = "2026-11-28"

// usualKeys are RSA, EC and Ed25519 keys with the algorithms that every JOSE
// library of today implements.
func usualKeys(source string) inventory.Capabilities {
	return inventory.Capabilities{
		Algorithms: byDefault([]string{
			"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
		}, source),
		KeyTypes: byDefault([]string{"RSA", "EC", "OKP"}, source),
		Curves:   byDefault([]string{"P-256", "P-384", "P-521", "Ed25519"}, source),
	}
}

// rsaAndEC are RSA and EC keys, without Ed25519.
func rsaAndEC(source string) inventory.Capabilities {
	c := usualKeys(source)
	c.Algorithms.V = c.Algorithms.V[:len(c.Algorithms.V)-1]
	c.KeyTypes.V, c.Curves.V = c.KeyTypes.V[:2], c.Curves.V[:3]
	return c
}

// spoilers are what in one key makes a library refuse a set; none: it passes over
// every key that it cannot use.
func spoilers(source string, all ...inventory.Spoiler) inventory.Value[[]inventory.Spoiler] {
	return byDefault(all, source)
}

// needs are the members that a key must have.
func needs(source string, members ...string) inventory.Value[[]string] {
	return byDefault(members, source)
}

// goDefaults are what net/http does for a client that sets nothing.
func goDefaults(c *inventory.Capabilities, source string) {
	c.FollowsRedirects, c.Accept = byDefault(true, source), byDefault("", source)
}
