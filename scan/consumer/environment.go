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
		var value *config.Node
		switch {
		case n.Get("name").Scalar() == name:
			value = n.Get("value", "valueFrom")
		case n.Is(config.Map):
			value = n.Get(name)
		case n.Name() == "" && strings.HasPrefix(n.Scalar(), name+"="):
			item := *n
			item.Text = n.Text[len(name)+1:]
			value = &item
		}
		switch {
		case value == nil:
		case value.Is(config.Scalar):
			out = append(out, value)
		default:
			out = append(out, detached(value))
		}
	}
	return out
}
