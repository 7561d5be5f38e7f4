package rules

import (
	"crypto/sha256"
	"encoding/base64"
	"unique"
)

// octetsOf gives the octets of a number that a digest keeps; "" where it keeps none.
func octetsOf(number unique.Handle[string]) string {
	if number == (unique.Handle[string]{}) {
		return ""
	}
	return number.Value()
}

// rsaThumbprint is the key's thumbprint (RFC 7638 section 3.2), from its numbers.
func (k *KeyDigest) rsaThumbprint() string {
	text := base64.RawURLEncoding.EncodeToString
	canonical := `{"e":"` + text([]byte(octetsOf(k.Exponent))) + `","kty":"RSA","n":"` + text([]byte(octetsOf(k.Modulus))) + `"}`
	sum := sha256.Sum256([]byte(canonical))
	return text(sum[:])
}
