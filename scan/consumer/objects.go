package consumer

import (
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
