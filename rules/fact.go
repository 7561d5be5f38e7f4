package rules

import (
	"slices"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// wrongType finds the fact that a member is not of the JSON type it should be.
func wrongType(key *inventory.Key, member string) (inventory.Fact, bool) {
	for _, fact := range key.Facts {
		if fact.Kind == inventory.FactWrongType && fact.Member == member {
			return fact, true
		}
	}
	return inventory.Fact{}, false
}

// memberFacts gives the facts of some kinds about members in base64url: x5c is
// base64, and has its own rule.
func memberFacts(key *inventory.Key, kinds ...inventory.FactKind) []inventory.Fact {
	var found []inventory.Fact
	for _, kind := range kinds {
		for _, fact := range key.FactsOf(kind) {
			if fact.Member != "x5c" {
				found = append(found, fact)
			}
		}
	}
	return found
}

// textFacts judges a member in base64url that is kept as text.
func textFacts(member, text string) []inventory.Fact {
	var found []inventory.Fact
	note := func(kind inventory.FactKind, detail string) {
		found = append(found, inventory.Fact{Kind: kind, Member: member, Detail: detail})
	}
	digits := strings.TrimRight(text, "=")
	if digits != text {
		note(inventory.FactPadding, "ends in '=', want base64url without padding")
	}
	if strings.ContainsFunc(digits, func(r rune) bool { return !base64urlDigit(r) }) {
		note(inventory.FactAlphabet, "has characters that are not in base64url")
	}
	return found
}

func base64urlDigit(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '-' || r == '_'
}

// duplicates gives the facts of names that stand more than once.
func duplicates(facts []inventory.Fact) []inventory.Fact {
	var found []inventory.Fact
	for _, fact := range facts {
		if fact.Kind == inventory.FactDuplicateMember {
			found = append(found, inventory.Fact{Kind: fact.Kind, Member: quote(fact.Member), Detail: "stands more than once"})
		}
	}
	return found
}

// breaksOff reports whether the text of a set ends early, be it inside its last key.
func breaksOff(set *inventory.KeySet) bool {
	return slices.ContainsFunc(set.Facts, func(f inventory.Fact) bool { return f.Kind == inventory.FactMalformed })
}

// partial reports whether a set may hold keys that were not read.
func partial(set *inventory.KeySet) bool {
	return breaksOff(set) || slices.ContainsFunc(set.Facts, func(f inventory.Fact) bool { return f.Kind == inventory.FactTooMany })
}
