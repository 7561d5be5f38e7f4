package config

import "strings"

// Assignments makes a mapping of the elements of a list that have the form
// name=value, each where it stands.
func (n *Node) Assignments() *Node {
	out := &Node{Kind: Map}
	if n == nil {
		return out
	}
	out.At, out.parent, out.step = n.At, n.parent, n.step
	for _, item := range n.Elements() {
		if name, value, found := strings.Cut(item.Scalar(), "="); found {
			text := &Node{Kind: Scalar, Text: strings.TrimSpace(value), Open: item.Open, At: item.At}
			out.put(strings.TrimSpace(name), item.At, text)
		}
	}
	return out
}
