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
