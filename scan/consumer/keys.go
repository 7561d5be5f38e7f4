package consumer

import (
	"encoding/base64"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
	"github.com/jwksaudit/jwksaudit/scan/jwks"
)

// pin pins the keys that stand in a setting. Its text may hold a private key or be
// a secret, so none of it is shown.
func (s settings) pin(n *config.Node, read func(text string) ([]inventory.Key, *inventory.Problem)) {
	if n == nil {
		return
	}
	text, answer := s.syntax.Expand(n.Scalar())
	if n.Open || n.Tag != "" || answer == config.Unresolved {
		s.unresolved(n, "keys with placeholders in them")
		return
	}
	keys, problem := read(text)
	if problem != nil {
		s.note("%s (%s) is not read as keys: %s", s.path(n), n.At, problem.Detail)
		return
	}
	for i := range keys {
		key := &keys[i]
		s.consumer.Pins = append(s.consumer.Pins, inventory.Pin{Kid: key.Kid, Thumbprint: key.Thumbprint, Key: key, At: n.At})
	}
}

// inlineKeys pins the keys of a key set, whose JSON the decoder gives.
func (s settings) inlineKeys(n *config.Node, decode func(text string) []byte) {
	s.pin(n, func(text string) ([]inventory.Key, *inventory.Problem) {
		set, problem := jwks.Decode(decode(text))
		if problem != nil {
			return nil, problem
		}
		return set.Keys, nil
	})
}

// pemKeys pins the keys of a text in PEM, or of one without the armour, under a
// kid, which may be empty.
func (s settings) pemKeys(n *config.Node, kid string) {
	s.pin(n, func(text string) ([]inventory.Key, *inventory.Problem) {
		return jwks.DecodePEM(kid, []byte(text))
	})
}

// inlineKeyOrPEM pins keys that stand in a setting as JSON or as PEM.
func (s settings) inlineKeyOrPEM(n *config.Node) {
	if text, _ := s.syntax.Expand(n.Scalar()); keySetText(text) != nil {
		s.inlineKeys(n, keySetText)
		return
	}
	s.pemKeys(n, "")
}

// keySetText says whether a text is a key or key set in JSON, possibly in base64url,
// and gives its JSON; nil where it is to be read as PEM.
func keySetText(text string) []byte {
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "{") {
		return []byte(text)
	}
	decoded, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(text, "="))
	if err == nil && strings.HasPrefix(strings.TrimSpace(string(decoded)), "{") {
		return decoded
	}
	return nil
}

// asText is the decoder of keys that stand in a setting as they are.
func asText(text string) []byte { return []byte(text) }

// isPEM reports whether a text claims to be PEM.
func isPEM(text string) bool { return strings.Contains(text, "-----BEGIN ") }

// references reads a name of an object that holds keys, which is not followed.
func (s settings) references(n *config.Node, kind string) {
	for _, v := range s.one(n) {
		if v.V != "" {
			v.V = kind + " " + v.V
		}
		s.consumer.StaticFiles = append(s.consumer.StaticFiles, v)
	}
}

// keyless says of a consumer that it names no source of keys.
func (s settings) keyless(sources string) {
	s.consumer.Variant, s.consumer.Refresh = "", inventory.Refresh{Mode: inventory.ModeUnknown}
	s.note("the provider names no source of keys (%s)", sources)
}
