package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// purposeChanges says what of alg, use and key_ops became what; "" where only what
// had not been said was added.
func purposeChanges(before, after *inventory.Key) string {
	var parts []string
	note := func(name, was, is string) {
		switch {
		case was == "" || was == is:
		case is == "":
			parts = append(parts, name+" "+quote(was)+" is gone")
		default:
			parts = append(parts, name+" "+quote(was)+" became "+quote(is))
		}
	}
	operations := func(k *inventory.Key) string {
		return strings.Join(slices.Sorted(slices.Values(k.KeyOps)), " ")
	}
	note("alg", before.Alg, after.Alg)
	note("use", before.Use, after.Use)
	note("key_ops", operations(before), operations(after))
	return strings.Join(parts, ", ")
}

// weakened says what the signing keys of before had that a new one has less of: bits,
// a longer hash, or a padding that is not PKCS #1 v1.5. "" where it is no weaker than
// one of them. Keys of different types are not compared.
func weakened(before []*inventory.Key, key *inventory.Key) string {
	before = slices.DeleteFunc(slices.Clone(before), func(k *inventory.Key) bool { return k.Kty != key.Kty })
	if len(before) == 0 || slices.ContainsFunc(before, func(k *inventory.Key) bool { return !weaker(key, k) }) {
		return ""
	}
	return strengthText(before[0])
}

// weaker reports whether a key is weaker than another of its type, and in nothing stronger.
func weaker(key, other *inventory.Key) bool {
	if key.Bits > 0 && other.Bits > 0 && key.Bits != other.Bits {
		return key.Bits < other.Bits
	}
	a, b := padding(key.Alg), padding(other.Alg)
	if key.Kty != "RSA" || a == "" || b == "" {
		return false
	}
	if a != b {
		return a == "RS"
	}
	return key.Alg < other.Alg // of one length: RS256 < RS384 < RS512
}

func padding(alg string) string {
	if len(alg) == 5 && (strings.HasPrefix(alg, "RS") || strings.HasPrefix(alg, "PS")) {
		return alg[:2]
	}
	return ""
}

func strengthText(key *inventory.Key) string {
	text := keyAlgorithm(key)
	if key.Bits > 0 {
		text = fmt.Sprintf("%d bits, %s", key.Bits, text)
	}
	return text
}
