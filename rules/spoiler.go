package rules

import (
	"slices"
	"strconv"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// spoilersOf says of each key for which a consumer refuses the whole set what in it
// the consumer cannot bear; nil where it refuses none, or that is not known.
func spoilersOf(set *inventory.KeySet, c *inventory.Consumer) []string {
	known := c.Capabilities.Spoilers
	if set == nil || set.Form != inventory.FormSet || breaksOff(set) || !known.From.Known() || c.Refresh.Mode == inventory.ModeStatic {
		return nil
	}
	var spoilers []string
	kids := map[string]bool{}
	for i := range set.Keys {
		key := &set.Keys[i]
		for _, spoiler := range known.V {
			flaw := spoiling(c, key, spoiler)
			if spoiler == inventory.SpoilerDuplicate && kids[key.Kid] {
				flaw = "another key has the same kid"
			}
			if flaw != "" {
				spoilers = append(spoilers, keyLabel(key)+": "+flaw)
				break
			}
		}
		if key.Kid != "" {
			kids[key.Kid] = true
		}
	}
	return spoilers
}

// spoiling says how a key has a property for which a consumer refuses the set; ""
// where it certainly has not.
func spoiling(c *inventory.Consumer, key *inventory.Key, spoiler inventory.Spoiler) string {
	if spoiler == inventory.SpoilerKeyType {
		return strangeType(c, key)
	}
	if strangeType(c, key) != "" {
		return "" // it does not look further into such a key
	}
	switch spoiler {
	case inventory.SpoilerCurve:
		return strangeCurve(c, key)
	case inventory.SpoilerAlgorithm:
		return strangeAlgorithm(c, key)
	case inventory.SpoilerUse:
		if key.Use != "" && key.Use != "sig" && key.Use != "enc" {
			return "use " + quote(key.Use)
		}
	case inventory.SpoilerMember:
		return factText(requiredFacts(key))
	case inventory.SpoilerEncoding:
		return factText(memberFacts(key, inventory.FactPadding, inventory.FactAlphabet))
	case inventory.SpoilerLength:
		return wrongLength(c, key)
	case inventory.SpoilerX5C:
		return badCertificate(key)
	case inventory.SpoilerKid:
		if !key.Has("kid") {
			return "no kid"
		}
	}
	return ""
}

// strangeType and the next two hold what a product does not know against it where its
// own list is known, and otherwise only what no registry knows.
func strangeType(c *inventory.Consumer, key *inventory.Key) string {
	strange := lacks(c.Capabilities.KeyTypes, key.Kty)
	if !c.Capabilities.KeyTypes.From.Known() {
		strange = keyType(key) == ""
	}
	if strange && key.Kty != "" {
		return "key type " + quote(key.Kty)
	}
	return ""
}

func strangeCurve(c *inventory.Consumer, key *inventory.Key) string {
	strange := lacks(c.Capabilities.Curves, key.Crv)
	if !c.Capabilities.Curves.From.Known() {
		strange = unknownType(key)
	}
	if strange && key.Crv != "" {
		return "curve " + quote(key.Crv)
	}
	return ""
}

func strangeAlgorithm(c *inventory.Consumer, key *inventory.Key) string {
	strange := algorithmFamily(key.Alg) == familySignature && lacks(c.Capabilities.Algorithms, key.Alg)
	if key.Alg != "" && (strange || algorithmFamily(key.Alg) == familyUnknown) {
		return "alg " + quote(key.Alg)
	}
	return ""
}

// requiredFacts gives the facts that a member which the key's type requires is
// missing or of the wrong JSON type (RFC 7517 section 4.1, RFC 7518 section 6). An
// empty secret is read by parsers that want one.
func requiredFacts(key *inventory.Key) []inventory.Fact {
	return slices.DeleteFunc(memberFacts(key, inventory.FactMissing, inventory.FactWrongType), func(f inventory.Fact) bool {
		return !slices.Contains([]string{"kty", "n", "e", "crv", "x", "y", "pub"}, f.Member)
	})
}

func wrongLength(c *inventory.Consumer, key *inventory.Key) string {
	least := c.Capabilities.LeastRSABits
	if key.RSA != nil && least.From.Known() && key.RSA.N.BitLen() < least.V {
		return "RSA modulus of " + strconv.Itoa(key.RSA.N.BitLen()) + " bits"
	}
	return factText(memberFacts(key, inventory.FactLength))
}

func badCertificate(key *inventory.Key) string {
	if _, wrong := wrongType(key, "x5c"); wrong {
		return "x5c is no array of strings"
	}
	for i, certificate := range key.Certificates {
		switch {
		case certificate.Problem != "":
			return "a certificate that cannot be read"
		case i == 0 && !certificate.MatchesKey && key.Thumbprint != "":
			return "the certificate of another key"
		}
	}
	return ""
}

// factText is describeFacts of at most one fact.
func factText(facts []inventory.Fact) string { return describeFacts(facts[:min(1, len(facts))], " ") }
