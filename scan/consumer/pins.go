package consumer

import (
	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
	"github.com/jwksaudit/jwksaudit/scan/jwks"
)

// pemKeys pins the keys of a PEM text that stands in a setting. The text may hold
// a private key, so none of it is shown.
func (s settings) pemKeys(n *config.Node, kid string, decode func(text string) []byte) {
	if n == nil {
		return
	}
	text, answer := s.syntax.Expand(n.Scalar())
	if n.Open || n.Tag != "" || answer == config.Unresolved {
		s.unresolved(n, "keys with placeholders in them")
		return
	}
	keys, problem := jwks.DecodePEM(kid, decode(text))
	if problem != nil {
		s.note("%s (%s) is not read as keys: %s", s.path(n), n.At, problem.Detail)
		return
	}
	for i := range keys {
		s.consumer.Pins = append(s.consumer.Pins, inventory.Pin{
			Kid: kid, Thumbprint: keys[i].Thumbprint, Key: &keys[i], At: n.At,
		})
	}
}

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
