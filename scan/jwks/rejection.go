package jwks

import (
	"encoding/base64"
	"strings"
	"unicode"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-json-experiment/json/jsontext"
)

const maxRejection = 200 // octets of another library's message that are kept

// judgeByGoJose asks go-jose whether it can read one JWK. Its limit of the RSA
// modulus, a global, is left as it is.
func judgeByGoJose(jwk []byte) error {
	var key jose.JSONWebKey
	return key.UnmarshalJSON(jwk)
}

// rejection is what go-jose says against one key; "" where it accepts it.
func (d *document) rejection(jwk []byte) (said string) {
	defer func() {
		if fault := recover(); fault != nil {
			said = "panic while reading the key"
		}
	}()
	if err := d.judge(jwk); err != nil {
		return clean(strings.TrimPrefix(err.Error(), "go-jose/go-jose: "))
	}
	return ""
}

// publicJWK writes the key as go-jose is to see it: member by member as it was
// published, duplicates included, but without the private members, so that no
// message and no memory of go-jose's can hold them. What is judged is therefore
// the public key; that a private one was published is said elsewhere. The value
// of a symmetric key is replaced by one that is as well or as badly written.
func (b *builder) publicJWK() []byte {
	size := 2
	for _, m := range b.members {
		size += len(m.name) + len(m.raw) + len(`"":,`)
	}
	jwk := append(make([]byte, 0, size), '{')
	for _, m := range b.members {
		value := m.raw
		switch {
		case m.raw == nil:
			continue
		case m.name == "k" && b.key.Kty == "oct":
			value = jsontext.Value(placeholder(m.raw))
		case isPrivate(m.name):
			continue
		}
		if len(jwk) > 1 {
			jwk = append(jwk, ',')
		}
		jwk, _ = jsontext.AppendQuote(jwk, m.name)
		jwk = append(append(jwk, ':'), value...)
	}
	return append(jwk, '}')
}

// placeholder stands for the value of `k`.
func placeholder(raw jsontext.Value) string {
	if raw.Kind() != jsontext.KindString {
		return `0`
	}
	text := unquoted(raw)
	_, err := base64.RawURLEncoding.Decode(text, text)
	clear(text)
	if err != nil {
		return `"="`
	}
	return `"AA"`
}

// clean makes another library's message printable and short.
func clean(message string) string {
	printable := strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '?'
	}, message)
	if len(printable) > maxRejection {
		return strings.ToValidUTF8(printable[:maxRejection], "") + "..."
	}
	return printable
}
