package rules

import (
	"slices"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// usableAlgorithms returns the signature algorithms that a consumer certainly keeps
// to: those of its list, or else all that its product implements; and whether there
// is a list. The value is empty where it may use any.
func usableAlgorithms(c *inventory.Consumer) (algorithms inventory.Value[[]string], isList bool) {
	list := c.Checks.Algorithms
	if list.From.Known() && len(list.V) > 0 && !overridden(c, list) {
		return list, true
	}
	if c.Capabilities.Algorithms.From.Known() {
		return c.Capabilities.Algorithms, false
	}
	return inventory.Value[[]string]{}, false
}

// overridden reports whether a default is certainly not what runs: of a library that
// verifies by shared secrets unless it is told otherwise, at whoever fetches public keys.
func overridden(c *inventory.Consumer, list inventory.Value[[]string]) bool {
	secrets := !slices.ContainsFunc(list.V, func(name string) bool { return algorithmFamily(name) != familyMAC })
	return secrets && list.From == inventory.VendorDefault && c.Refresh.Mode != inventory.ModeStatic
}

func anyKeyFits(keys []*inventory.Key, allowed []string) bool {
	return slices.ContainsFunc(keys, func(key *inventory.Key) bool { return fits(key, allowed) })
}

// fits reports whether a key can verify a token of one of the algorithms: its
// own `alg` binds it (RFC 8725 section 3.1); without one its type and curve decide.
func fits(key *inventory.Key, allowed []string) bool {
	if key.Alg != "" {
		return slices.ContainsFunc(allowed, func(name string) bool { return sameAlgorithm(name, key) })
	}
	return slices.ContainsFunc(allowed, func(name string) bool {
		a, ok := lookupAlgorithm(name)
		return ok && a.family == familySignature && a.kty == key.Kty &&
			(a.curves == nil || slices.Contains(a.curves, key.Crv))
	})
}

// sameAlgorithm takes EdDSA for the fully-specified name of its curve (RFC 9864).
func sameAlgorithm(name string, key *inventory.Key) bool {
	return name == key.Alg ||
		name == "EdDSA" && key.Alg == key.Crv || key.Alg == "EdDSA" && name == key.Crv
}

// keyAlgorithm says what a readable key is for: its `alg`, else its type and curve.
func keyAlgorithm(key *inventory.Key) string {
	_, known := lookupAlgorithm(key.Alg)
	switch {
	case known:
		return key.Alg
	case key.Alg != "":
		return quote(key.Alg)
	case key.Crv != "":
		return keyType(key) + " on " + key.Crv
	}
	return keyType(key)
}

// keyAlgorithms lists what several keys are for, each once, in order.
func keyAlgorithms(keys []*inventory.Key) string {
	return sayEach(keys, func(key *inventory.Key) []string { return []string{keyAlgorithm(key)} })
}

// sayEach joins what is said of several keys, each text once, in order.
func sayEach(keys []*inventory.Key, say func(*inventory.Key) []string) string {
	var texts []string
	seen := map[string]bool{}
	for _, key := range keys {
		for _, text := range say(key) {
			if !seen[text] {
				seen[text] = true
				texts = append(texts, text)
			}
		}
	}
	return some(texts, ", ")
}
