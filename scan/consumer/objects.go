package consumer

import (
	"slices"
	"strconv"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
)

// objects returns the Kubernetes objects of one kind in a document: itself, or
// elements of a List. The group is that of apiVersion, without the version; a
// template in its place is taken for it.
func objects(doc *config.Document, group, kind string) []*config.Node {
	root := doc.Root()
	candidates := []*config.Node{root}
	if strings.HasSuffix(root.Get("kind").Scalar(), "List") || root.Is(config.List) {
		candidates = append(root.Get("items").Elements(), root.Elements()...)
	}
	var out []*config.Node
	for _, n := range candidates {
		version := n.Get("apiVersion").Scalar()
		grouped := strings.HasPrefix(version, group+"/") || strings.HasPrefix(version, "{{")
		if n.Get("kind").Scalar() == kind && grouped {
			out = append(out, n)
		}
	}
	return out
}

// objectsWithin finds the objects of some kinds anywhere in a document: the values
// of Helm charts and overlays hold whole objects too.
func objectsWithin(doc *config.Document, group string, kinds ...string) []*config.Node {
	var out []*config.Node
	for n := range doc.Root().All() {
		version := n.Get("apiVersion").Scalar()
		grouped := strings.HasPrefix(version, group+"/") || strings.HasPrefix(version, "{{")
		if grouped && slices.Contains(kinds, n.Get("kind").Scalar()) {
			out = append(out, n)
		}
	}
	return out
}

// objectName is the name of an object, with its namespace where one is written.
func objectName(object *config.Node) string {
	meta := object.Get("metadata")
	name := meta.Get("name").Scalar()
	if namespace := meta.Get("namespace").Scalar(); namespace != "" {
		return namespace + "/" + name
	}
	return name
}

// listOf names what a consumer in a list goes by: its own name, else its index.
func listOf(parent, name string, index int) string {
	if name == "" {
		name = "[" + strconv.Itoa(index) + "]"
	}
	return parent + "/" + name
}
