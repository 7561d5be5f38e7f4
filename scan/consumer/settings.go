package consumer

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// maxQuote is how much of a malformed value a note shows, in octets.
const maxQuote = 80

// settings reads the values of one consumer. A placeholder becomes an unresolved
// value and is listed; a malformed value becomes unknown and is noted.
type settings struct {
	consumer *inventory.Consumer
	base     *config.Node // paths in the consumer's placeholders and notes start here
	name     string       // stands for the path where a setting lies elsewhere
	syntax   config.Placeholders
}

// named reads settings that go by a name of their own, such as a variable's.
func (s settings) named(name string) settings {
	s.name = name
	return s
}

func (s settings) path(n *config.Node) string {
	if s.name != "" {
		return s.name
	}
	return n.Path(s.base)
}

// declare starts a consumer that a document declares.
func declare(doc *config.Document, base *config.Node, name string, at inventory.Origin, v Variant) settings {
	c := &inventory.Consumer{Name: name, Origin: at}
	v.apply(c)
	if doc.Template {
		c.Notes = append(c.Notes, "the file is a template: what its actions add or leave out is not seen")
	}
	return settings{consumer: c, base: base}
}

func (s settings) note(format string, args ...any) {
	s.consumer.Notes = append(s.consumer.Notes, fmt.Sprintf(format, args...))
}

// text reads a text; false where it is absent.
func (s settings) text(n *config.Node) (inventory.Value[string], bool) {
	if n == nil || n.Kind == config.Null {
		return inventory.Value[string]{}, false
	}
	v := inventory.Value[string]{At: n.At}
	if n.Tag != "" { // what its application makes of the value is not known
		v.From, v.Text = inventory.Unresolved, strings.TrimSpace(n.Tag+" "+n.Scalar())
		s.unresolved(n, v.Text)
		return v, true
	}
	if n.Kind != config.Scalar {
		s.malformed(n, "a single value")
		return v, true
	}
	expanded, answer := s.syntax.Expand(n.Text)
	value, credentials := withoutCredentials(expanded)
	written, _ := withoutCredentials(n.Text)
	switch {
	case n.Open || answer == config.Unresolved:
		v.From, v.Text = inventory.Unresolved, written
		s.unresolved(n, written)
	case answer == config.Defaulted:
		v.V, v.From, v.Text = value, inventory.Declared, written
	default:
		v.V, v.From = value, inventory.Explicit
	}
	if credentials {
		s.note("%s (%s) holds credentials, which are left out here", s.path(n), n.At)
	}
	return v, true
}

func (s settings) unresolved(n *config.Node, text string) {
	s.consumer.Unresolved = append(s.consumer.Unresolved, inventory.Placeholder{Field: s.path(n), Text: text, At: n.At})
}

// texts reads a list of texts, or one that stands for a list; empty ones do not count.
func (s settings) texts(n *config.Node) []inventory.Value[string] {
	var out []inventory.Value[string]
	for _, item := range n.Elements() {
		out = append(out, s.one(item)...)
	}
	return out
}

// one reads a text that is no list; an empty one does not count.
func (s settings) one(n *config.Node) []inventory.Value[string] {
	if v, ok := s.text(n); ok && (v.V != "" || v.From != inventory.Explicit) {
		return []inventory.Value[string]{v}
	}
	return nil
}

// malformed notes a value that its product cannot read.
func (s settings) malformed(n *config.Node, want string) {
	found := map[config.Kind]string{config.List: "a list", config.Map: "a mapping"}[n.Kind]
	if found == "" {
		text, _ := withoutCredentials(n.Text)
		found = strconv.Quote(text[:min(len(text), maxQuote)])
	}
	s.note("%s is %s (%s), want %s: counts as unknown", s.path(n), found, n.At, want)
}

// parsed reads a value in a product's own form, or takes the default where it is absent.
func parsed[T any](
	s settings, n *config.Node, otherwise inventory.Value[T], want string, parse func(string) (T, error),
) inventory.Value[T] {
	text, ok := s.text(n)
	if !ok {
		return otherwise
	}
	v := inventory.Value[T]{From: text.From, At: text.At, Text: text.Text}
	if text.From == inventory.Unresolved || text.From == inventory.Unknown {
		return v
	}
	value, err := parse(text.V)
	if err != nil {
		s.malformed(n, want)
		return inventory.Value[T]{At: text.At}
	}
	v.V = value
	return v
}

// oneOf reads a word that stands for a value.
func oneOf[T any](word string, values map[string]T) (T, error) {
	v, ok := values[word]
	if !ok {
		return v, errors.New("not one of the words")
	}
	return v, nil
}
