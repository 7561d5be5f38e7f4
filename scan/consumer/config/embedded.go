package config

import "github.com/jwksaudit/jwksaudit/scan/inventory"

// Embedded reads a text that stands in the setting as a document of its own,
// such as JSON in an environment variable; nil where it is none. It may be a part
// of what the setting says: every place is then the setting's.
func (n *Node) Embedded(text string) *Node {
	if n == nil {
		return nil
	}
	d := &Document{text: text, place: func(int, int) inventory.Origin { return n.At }}
	if text == n.Text {
		d.place = d.placeWithin(n)
	}
	if d.parse(); d.failure != nil {
		return nil
	}
	return d.root
}
