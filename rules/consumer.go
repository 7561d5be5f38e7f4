package rules

import (
	"cmp"
	"slices"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// source says in a message who decided a setting, where its configuration does
// not: a product's default is the way of the product, which may have no setting for it.
func source(from inventory.Provenance) string {
	switch from {
	case inventory.VendorDefault:
		return " (product default)"
	case inventory.Implied:
		return " (implied by another setting)"
	case inventory.Declared:
		return " (declared)"
	}
	return ""
}

// awaitsInterval reports whether a new key certainly reaches the consumer only
// with its next regular fetch.
func awaitsInterval(c *inventory.Consumer) bool {
	u := c.Refresh.UnknownKid
	return c.Remote() && c.Refresh.Mode != inventory.ModePerRequest && u.From.Known() && !u.V
}

// plainAddresses lists the URLs over which anybody on the path can change the
// keys of a consumer.
func plainAddresses(c *inventory.Consumer) []inventory.Value[string] {
	return slices.DeleteFunc(keyAddresses(c), func(address inventory.Value[string]) bool {
		return !address.From.Known() || !plaintext(address.V)
	})
}

// keyAddresses lists the URLs that a consumer asks on the way to its keys.
func keyAddresses(c *inventory.Consumer) []inventory.Value[string] {
	asked := slices.Concat(c.JWKSURLs, c.DiscoveryURLs)
	if len(asked) == 0 && c.Remote() {
		return slices.Clone(c.Issuers) // its keys are found through the issuer's metadata
	}
	return asked
}

// whyEndless says in words why nothing makes a consumer drop a removed key.
func whyEndless(c *inventory.Consumer) string {
	switch {
	case c.Refresh.MergesSets:
		return "a fetch adds keys and drops none"
	case c.Refresh.Mode == inventory.ModeStartupOnce:
		return "keys are fetched once, at start"
	case c.Refresh.Mode == inventory.ModeMissOnly:
		return "keys are fetched only when a token names an unknown one"
	case c.Refresh.UsesExpired:
		return "an expired copy is used until a token has made it fetch another"
	}
	return "nothing time-based drops a key"
}

// endlessTerms picks the terms of a bound that certainly have no end.
func endlessTerms(b window.Bound) []window.Term {
	return slices.DeleteFunc(slices.Clone(b.Terms), func(term window.Term) bool { return !term.Low.Infinite })
}

// consumerGroups says of which consumers one thing is true, and of which another:
// "envoy a, envoy b without end; istio c for 7d".
type consumerGroups struct {
	texts []string // in the order in which they came up
	names map[string][]string
	seen  map[string]bool
}

func (g *consumerGroups) add(c *inventory.Consumer, text string) { g.note(consumerName(c), text) }

// note says a thing of somebody who has no configuration.
func (g *consumerGroups) note(name, text string) {
	if g.names == nil {
		g.names, g.seen = map[string][]string{}, map[string]bool{}
	}
	id := text + "\x00" + name
	if g.seen[id] {
		return // one consumer may be configured in several files
	}
	g.seen[id] = true
	if g.names[text] == nil {
		g.texts = append(g.texts, text)
	}
	g.names[text] = append(g.names[text], name)
}

func (g *consumerGroups) String() string {
	var parts []string
	for _, text := range g.texts {
		parts = append(parts, some(g.names[text], ", ")+" "+text)
	}
	return some(parts, "; ")
}

// pinLabel names a pinned key in messages.
func pinLabel(pin inventory.Pin) string {
	switch {
	case pin.Kid != "":
		return "key " + quote(pin.Kid)
	case pin.Thumbprint != "":
		return "key with thumbprint " + pin.Thumbprint
	}
	return "a key"
}

func pinIdentity(pin inventory.Pin) string { return cmp.Or(pin.Thumbprint, pin.Kid) }
