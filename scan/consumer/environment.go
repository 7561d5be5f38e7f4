package consumer

import (
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
)

// environment finds what a document gives to a variable: as a container's list of
// names and values, as a field (compose, Helm values, a .env file), or as an
// element NAME=value (compose, docker). A reference to a secret is an open value.
func environment(doc *config.Document, name string) []*config.Node {
	var out []*config.Node
	for n := range doc.Root().All() {
		if f, ok := assignment(n); ok && f.Name == name {
			out = append(out, f.Value)
		} else if value := n.Get(name); n.Is(config.Map) && value != nil {
			out = append(out, openReference(value))
		}
	}
	return out
}

// variables gives the names and values of a node that may be an environment: a
// mapping, or a list of assignments.
func variables(n *config.Node) []config.Field {
	var out []config.Field
	for _, f := range members(n) {
		if f.Value.Is(config.Scalar) {
			out = append(out, f)
		}
	}
	if !n.Is(config.List) {
		return out
	}
	for _, item := range n.Items {
		if f, ok := assignment(item); ok {
			out = append(out, f)
		}
	}
	return out
}

// assignment reads an element of an environment: a mapping with a name and a
// value, or a text NAME=value.
func assignment(n *config.Node) (config.Field, bool) {
	name, value := n.Get("name").Scalar(), n.Get("value", "valueFrom")
	if before, after, assigns := strings.Cut(n.Scalar(), "="); assigns && n.Name() == "" {
		own := *n
		own.Text = after
		return config.Field{Name: before, At: n.At, Value: &own}, true
	}
	if name == "" || value == nil {
		return config.Field{}, false
	}
	return config.Field{Name: name, At: n.At, Value: openReference(value)}, true
}

// openReference makes an open value of what is none, such as a reference to a secret.
func openReference(n *config.Node) *config.Node {
	if n.Is(config.Scalar) {
		return n
	}
	return &config.Node{Kind: config.Scalar, Text: n.Name(), Open: true, At: n.At}
}

// detached is a value without the tree that it stands in, which need not be kept.
func detached(n *config.Node) *config.Node {
	n = openReference(n)
	return &config.Node{Kind: n.Kind, Text: n.Text, Open: n.Open, At: n.At}
}
