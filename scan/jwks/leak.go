package jwks

import (
	"bytes"
	"encoding/asn1"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// maxLeaks is how many of them are told of one object.
const maxLeaks = 16

// publicNames are the registered members that are no key material and whose values
// are no secrets (IANA registry "JSON Web Key Parameters").
func publicNames() []string {
	return []string{
		"kty", "use", "key_ops", "alg", "kid", "x5u", "x5c", "x5t", "x5t#S256", "crv", "x", "y", "n", "e", "pub",
		"ext", "iat", "nbf", "exp", "revoked", "keys",
	}
}

// leaks finds the secrets in members that are not for them.
func leaks(members []member) []inventory.Leak {
	var found []inventory.Leak
	for _, m := range members {
		if m.raw == nil || isPrivate(m.name) || slices.Contains(publicNames(), m.name) {
			continue
		}
		what, is := secretIn(m.raw)
		if named := promisesSecret(m.name) && holdsText(m.raw); is || named {
			found = append(found, inventory.Leak{Member: m.name, What: what})
		}
		if len(found) == maxLeaks {
			break
		}
	}
	return found
}

// secretIn says what secret a value holds; false where none is recognised.
func secretIn(raw jsontext.Value) (what string, found bool) {
	switch raw.Kind() {
	case jsontext.KindString:
		text := unquoted(raw)
		defer clear(text)
		return secretText(text)
	case jsontext.KindBeginObject:
		var ignored facts
		members := open(raw).members(maxMembers, &ignored, nil)
		if _, isKey := find(members, "kty"); isKey && slices.ContainsFunc(members, holdsSecret) {
			return "a private JWK", true
		}
	}
	return "", false
}

func holdsSecret(m member) bool { return m.raw != nil && isPrivate(m.name) && holdsText(m.raw) }

func holdsText(raw jsontext.Value) bool {
	const least = 8 // characters with the quotes: shorter ones are flags and labels
	return raw.Kind() == jsontext.KindString && len(raw) > least
}

// secretText recognises a private key as text, or under one layer of base64.
func secretText(text []byte) (what string, found bool) {
	if isPrivatePEM(text) {
		return "a PEM private key", true
	}
	const least = 40 // octets: a PKCS #8 Ed25519 key has 48
	der, _, ok := decode64(text)
	if !ok || len(der) < least {
		return "", false
	}
	defer clear(der)
	if isPrivatePEM(der) {
		return "a PEM private key in base64", true
	}
	if bytes.HasPrefix(der, []byte{0xfe, 0xed, 0xfe, 0xed}) {
		return "a Java key store", true
	}
	return privateDER(der)
}

func isPrivatePEM(text []byte) bool {
	for block := range pemBlocks(text) {
		clear(block.der)
		if strings.HasSuffix(block.label, "PRIVATE KEY") {
			return true
		}
	}
	return false
}

// privateDER recognises the private keys of PKCS #8 (RFC 5958 sections 2 and 3), of
// PKCS #1 (RFC 8017 appendix A.1.2) and of SEC 1 (RFC 5915 section 3) by their shape.
func privateDER(der []byte) (what string, found bool) {
	var outer asn1.RawValue
	if rest, err := asn1.Unmarshal(der, &outer); err != nil || len(rest) > 0 || outer.Tag != asn1.TagSequence {
		return "", false
	}
	tags, sizes := shape(outer.Bytes)
	switch {
	case begins(tags, asn1.TagInteger, asn1.TagSequence, asn1.TagOctetString) && sizes[0] == 1:
		return "a PKCS #8 private key", true
	case len(tags) == 2 && begins(tags, asn1.TagSequence, asn1.TagOctetString) && passwordBased(outer.Bytes):
		return "an encrypted PKCS #8 private key", true
	case len(tags) >= 9 && sizes[0] == 1 && !slices.ContainsFunc(tags[:9], func(tag int) bool { return tag != asn1.TagInteger }):
		return "a PKCS #1 private key", true
	case begins(tags, asn1.TagInteger, asn1.TagOctetString) && sizes[0] == 1:
		return "a SEC 1 private key", true
	}
	return "", false
}

// passwordBased reports whether a sequence begins with an algorithm of PKCS #5 or
// PKCS #12: a digest or a signature has the same shape.
func passwordBased(content []byte) bool {
	var algorithm struct {
		ID   asn1.ObjectIdentifier
		Rest asn1.RawValue `asn1:"optional"`
	}
	if _, err := asn1.Unmarshal(content, &algorithm); err != nil {
		return false
	}
	id := algorithm.ID.String() + "."
	return strings.HasPrefix(id, "1.2.840.113549.1.5.") || strings.HasPrefix(id, "1.2.840.113549.1.12.1.")
}

// shape gives the universal tags and content lengths of the first elements of a sequence.
func shape(content []byte) (tags, sizes []int) {
	const most = 10
	for len(content) > 0 && len(tags) < most {
		var element asn1.RawValue
		rest, err := asn1.Unmarshal(content, &element)
		if err != nil {
			return nil, nil
		}
		tags, sizes = append(tags, element.Tag), append(sizes, len(element.Bytes))
		content = rest
	}
	return tags, sizes
}

func begins(tags []int, want ...int) bool {
	return len(tags) >= len(want) && slices.Equal(tags[:len(want)], want)
}

// promisesSecret reports whether a name says that its value is a secret; names such
// as privateKeyId say that they name one.
func promisesSecret(name string) bool {
	lower := strings.ToLower(name)
	for _, ending := range []string{"id", "uri", "url", "alg", "type", "hint", "use", "name", "version", "label"} {
		if strings.HasSuffix(lower, ending) {
			return false
		}
	}
	for _, word := range []string{"private", "privkey", "secret", "passw", "pkcs8", "pkcs12", "pfx", "keystore"} {
		if strings.Contains(lower, word) {
			return true
		}
	}
	return lower == "jks" || lower == "pem_private"
}
