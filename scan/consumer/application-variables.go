package consumer

import (
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
)

// variableSources finds properties that are set as environment variables: in the
// list of a container, in a mapping (compose, Helm values, a .env file, the data
// of a ConfigMap), or in a list of NAME=value. Each place is an application of its
// own, for the files in its image are not seen.
func variableSources(doc *config.Document, properties []string) []springSource {
	known := map[string]string{}
	for _, p := range properties {
		known[variableKey(p)] = p
	}
	var out []springSource
	for n := range doc.Root().All() {
		s := springSource{group: doc.Folder + "/" + doc.Name + ":" + n.At.String(), doc: doc, variables: true}
		for _, v := range variables(n) {
			if name, ok := known[variableKey(v.Name)]; ok && v.Name == strings.ToUpper(v.Name) {
				s.properties = append(s.properties, springProperty{name, relaxed(name), v.Value})
			}
		}
		if len(s.properties) > 0 {
			out = append(out, s)
		}
	}
	return out
}

// variableKey is what a property's name and the variable that sets it have in
// common, whether or not the variable keeps the dashes as underscores.
func variableKey(name string) string {
	return strings.ToLower(strings.NewReplacer("-", "", "_", "", ".", "").Replace(name))
}

// variables gives the names and values of a node that may be an environment. A
// reference to a secret or the like is an open value.
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
		name, value := item.Get("name").Scalar(), item.Get("value")
		switch before, after, assigns := strings.Cut(item.Scalar(), "="); {
		case assigns:
			own := *item
			own.Text = after
			out = append(out, config.Field{Name: before, At: item.At, Value: &own})
		case name != "" && value.Is(config.Scalar):
			out = append(out, config.Field{Name: name, At: item.At, Value: value})
		case name != "" && item.Get("valueFrom") != nil:
			open := &config.Node{Kind: config.Scalar, Text: "valueFrom", Open: true, At: item.At}
			out = append(out, config.Field{Name: name, At: item.At, Value: open})
		}
	}
	return out
}
