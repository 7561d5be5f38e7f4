package rules

import (
	"slices"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// usableAlgorithms returns the signature algorithms that a consumer certainly
// keeps to; nil where it allows any or nothing is known.
func usableAlgorithms(c *inventory.Consumer) []string {
	if c.Checks.Algorithms.From.Known() && len(c.Checks.Algorithms.V) > 0 {
		return c.Checks.Algorithms.V
	}
	return nil
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
	var names []string
	seen := map[string]bool{}
	for _, key := range keys {
		if name := keyAlgorithm(key); !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	return some(names, ", ")
}
