package consumer

import "github.com/jwksaudit/jwksaudit/scan/inventory"

// laterGoOIDCCapabilities are those of go-oidc from 3.20 on, which reads keys one by
// one: it passes over keys of an algorithm that it does not know, and from 3.21 on
// of a type that it does not know. A curve that it does not know still spoils the
// set where the key names no algorithm, which is rare.
func laterGoOIDCCapabilities(source string) inventory.Capabilities {
	c := goJoseCapabilities(source)
	c.Spoilers = spoilers(source, inventory.SpoilerMember, inventory.SpoilerEncoding,
		inventory.SpoilerLength, inventory.SpoilerX5C)
	return c
}

// goJoseCapabilities are those of a library that takes all of a set or nothing, as
// go-jose does, and of algorithms all that go-jose implements.
func goJoseCapabilities(source string) inventory.Capabilities {
	c := goOIDCCapabilities(source)
	c.Algorithms = usualKeys(source).Algorithms
	c.LeastRSABits = byDefault(0, source)
	return c
}

// zitadelCapabilities are those of zitadel/oidc, which over go-jose passes over keys
// of any kind that it cannot read, and from 3.45.1 on of unknown types alone.
func zitadelCapabilities(source string, spoil ...inventory.Spoiler) inventory.Capabilities {
	c := goJoseCapabilities(source)
	c.Spoilers = spoilers(source, spoil...)
	return c
}

// goJoseV2Capabilities are those of gopkg.in/go-jose/go-jose.v2, which finds no key
// for a token without a kid.
func goJoseV2Capabilities(source string) inventory.Capabilities {
	c := goJoseCapabilities(source)
	c.Needs = needs(source, "kid")
	return c
}
