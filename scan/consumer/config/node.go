package config

import (
	"iter"
	"strconv"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Kind is what a Node holds.
type Kind uint8

// The kinds. A null has nothing in it and counts as absent.
const (
	Null Kind = iota
	Scalar
	List
	Map
)

// Node is one value of a configuration. A nil Node is an absent value: every
// method may be called on it.
type Node struct {
	Kind   Kind
	Text   string  // of a Scalar, unquoted
	Fields []Field // of a Map, in document order
	Items  []*Node // of a List
	At     inventory.Origin
	// Open is set where a template gives several values for one setting, so that
	// none of them may be taken for it.
	Open bool
	// Tag is what YAML lets an application define, such as "!Ref" of CloudFormation;
	// "" for the types that every reader knows.
	Tag string

	parent  *Node
	step    string // from parent: ".name" or "[3]"
	literal bool   // a block scalar whose lines are lines of the file
	indent  int    // octets before each line of a block scalar
}

// Field is one member of a Map.
type Field struct {
	Name  string
	At    inventory.Origin // of the name
	Value *Node
}

// Get returns the value of the last field that has one of the names; nil where
// there is none or it is null.
func (n *Node) Get(names ...string) *Node {
	if f := n.Field(names...); f != nil && f.Value.Kind != Null {
		return f.Value
	}
	return nil
}

// Field returns the last field that has one of the names; nil where there is none.
func (n *Node) Field(names ...string) *Field {
	if n == nil {
		return nil
	}
	for i := len(n.Fields) - 1; i >= 0; i-- {
		for _, name := range names {
			if n.Fields[i].Name == name {
				return &n.Fields[i]
			}
		}
	}
	return nil
}

// Each returns the values of all fields that have one of the names, and the
// elements of those that are lists, in document order: formats differ in how they
// write that something is there several times.
func (n *Node) Each(names ...string) []*Node {
	if n == nil {
		return nil
	}
	var out []*Node
	for i := range n.Fields {
		for _, name := range names {
			if n.Fields[i].Name == name {
				out = append(out, n.Fields[i].Value.Elements()...)
			}
		}
	}
	return out
}

// Is reports whether the node is present and of this kind.
func (n *Node) Is(kind Kind) bool { return n != nil && n.Kind == kind }

// Scalar returns the text of a scalar; "" for all else.
func (n *Node) Scalar() string {
	if n.Is(Scalar) {
		return n.Text
	}
	return ""
}

// Elements returns the elements of a list, or the node itself where one value
// stands for a list of one.
func (n *Node) Elements() []*Node {
	switch {
	case n == nil || n.Kind == Null:
		return nil
	case n.Kind == List:
		return n.Items
	}
	return []*Node{n}
}

// All walks the node and everything below it, in document order.
func (n *Node) All() iter.Seq[*Node] {
	return func(yield func(*Node) bool) { n.walk(yield) }
}

func (n *Node) walk(yield func(*Node) bool) bool {
	if n == nil {
		return true
	}
	if !yield(n) {
		return false
	}
	for i := range n.Fields {
		if !n.Fields[i].Value.walk(yield) {
			return false
		}
	}
	for _, item := range n.Items {
		if !item.walk(yield) {
			return false
		}
	}
	return true
}

// Name is the name of the field that holds the node; "" for an element or a root.
func (n *Node) Name() string {
	if n == nil || !strings.HasPrefix(n.step, ".") {
		return ""
	}
	return n.step[1:]
}

// Path names the node as seen from a node above it: "providers.corp.issuer",
// "jwtRules[0].issuer". From nil it starts at the root.
func (n *Node) Path(from *Node) string {
	var steps []string
	for at := n; at != nil && at != from; at = at.parent {
		steps = append(steps, at.step)
	}
	var b strings.Builder
	for i := len(steps) - 1; i >= 0; i-- {
		b.WriteString(steps[i])
	}
	return strings.TrimPrefix(b.String(), ".")
}

// Canonical writes out the values of the node, without their places, so that
// nodes that hold the same have the same text.
func (n *Node) Canonical() string {
	var b strings.Builder
	n.write(&b)
	return b.String()
}

func (n *Node) write(b *strings.Builder) {
	if n == nil {
		return
	}
	b.WriteString(n.Tag)
	switch n.Kind {
	case Map:
		b.WriteByte('{')
		for i := range n.Fields {
			b.WriteString(strconv.Quote(n.Fields[i].Name))
			n.Fields[i].Value.write(b)
		}
		b.WriteByte('}')
	case List:
		b.WriteByte('[')
		for _, item := range n.Items {
			item.write(b)
		}
		b.WriteByte(']')
	case Scalar:
		b.WriteString(strconv.Quote(n.Text))
	default:
		b.WriteString("null")
	}
}

// put adds a field.
func (n *Node) put(name string, at inventory.Origin, value *Node) {
	value.parent, value.step = n, "."+name
	n.Fields = append(n.Fields, Field{name, at, value})
}

// push adds an element.
func (n *Node) push(value *Node) {
	value.parent, value.step = n, "["+strconv.Itoa(len(n.Items))+"]"
	n.Items = append(n.Items, value)
}
