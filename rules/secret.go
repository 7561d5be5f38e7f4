package rules

import (
	"fmt"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// replaceAtOnce is what to do about a key whose private half others can have.
const replaceAtOnce = "Treat the private key as known to others: publish a new key, sign with it at once, remove this one without an overlap, " +
	"and make the consumers that keep removed keys reload. Tokens signed with it stop being accepted: that is intended."

// publishedSecrets lists the private members that have a value: those of a
// symmetric key, or all others. A `k` is the secret of a symmetric key (RFC 7518
// section 6.4.1) unless the key is of a public-key type. Text that no decoder
// reads counts: it may be a key in another form, and a miss costs more than a doubt.
func publishedSecrets(key *inventory.Key, symmetric bool) []inventory.PrivateMember {
	var members []inventory.PrivateMember
	kty := keyType(key)
	for _, m := range key.Private {
		if !m.Empty && symmetric == (m.Name == "k" && (kty == "oct" || kty == "")) {
			members = append(members, m)
		}
	}
	return members
}

// secretsText names members and their lengths; nothing else of them is known here.
func secretsText(members []inventory.PrivateMember) string {
	var texts []string
	for _, m := range members {
		length := "unknown length" // not base64url, or a list of further primes
		if m.Octets > 0 {
			length = fmt.Sprintf("%d octets", m.Octets)
		}
		texts = append(texts, m.Name+" of "+length)
	}
	return strings.Join(texts, ", ")
}

// proofText says which members were proved to belong to the public key.
func proofText(members []inventory.PrivateMember) string {
	var proved []string
	for _, m := range members {
		if m.Matches {
			proved = append(proved, m.Name)
		}
	}
	switch len(proved) {
	case 0:
		return "not proved to belong to the public key"
	case len(members):
		return "proved to belong to the public key"
	}
	return strings.Join(proved, ", ") + " proved to belong to the public key"
}

// surely is how sure it is that the members hold a secret: text of which no octet
// could be read may be a placeholder.
func surely(members []inventory.PrivateMember) Confidence {
	for _, m := range members {
		if m.Octets > 0 || m.Name == "oth" {
			return Certain
		}
	}
	return Tentative
}
