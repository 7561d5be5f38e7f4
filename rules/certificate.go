package rules

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// leafOf gives the certificate of the key itself, the first of x5c (RFC 7517
// section 4.7); nil where there is none that could be read.
func leafOf(key *inventory.Key) *inventory.Certificate {
	if len(key.Certificates) == 0 || key.Certificates[0].Problem != "" {
		return nil
	}
	return &key.Certificates[0]
}

// thumbprintClaim is a thumbprint as published beside the one that is right.
type thumbprintClaim struct{ member, text, want, hash string }

// thumbprintClaims gives x5t and x5t#S256 where there is a certificate to compare them with.
func thumbprintClaims(key *inventory.Key) []thumbprintClaim {
	leaf := leafOf(key)
	if leaf == nil {
		return nil
	}
	var claims []thumbprintClaim
	if key.X5T != "" {
		claims = append(claims, thumbprintClaim{"x5t", key.X5T, leaf.SHA1, "SHA-1"})
	}
	if key.X5TS256 != "" {
		claims = append(claims, thumbprintClaim{"x5t#S256", key.X5TS256, leaf.SHA256, "SHA-256"})
	}
	return claims
}

func (c thumbprintClaim) matches() bool { return bytes.Equal(looseBase64(c.text), looseBase64(c.want)) }

// hexadecimal reports whether the text is the right thumbprint in hexadecimal,
// with or without colons, or base64url of that.
func (c thumbprintClaim) hexadecimal() bool {
	want := hex.EncodeToString(looseBase64(c.want))
	for _, text := range []string{c.text, string(looseBase64(c.text))} {
		if strings.EqualFold(strings.ReplaceAll(text, ":", ""), want) {
			return true
		}
	}
	return false
}

// looseBase64 decodes either alphabet, padded or not; nil where it is neither.
func looseBase64(text string) []byte {
	digits := strings.NewReplacer("+", "-", "/", "_").Replace(strings.TrimRight(text, "="))
	octets, err := base64.RawURLEncoding.DecodeString(digits)
	if err != nil {
		return nil
	}
	return octets
}
