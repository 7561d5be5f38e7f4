package consumer

import (
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
)

// stack reads the values of a CloudFormation template. A reference, be it a tag
// in YAML or an object of one member, reads as Fn::Sub writes it: ${Name},
// ${Resource.Attribute}. That of a parameter resolves to its default.
type stack struct{ defaults map[string]string }

func stackOf(doc *config.Document) stack {
	t := stack{map[string]string{}}
	for _, f := range members(doc.Root().Get("Parameters")) {
		if kind := f.Value.Get("Type").Scalar(); strings.Contains(kind, "List") || strings.Contains(kind, "::") {
			continue // of several values, or looked up elsewhere
		}
		if value := f.Value.Get("Default"); value.Scalar() != "" {
			t.defaults[f.Name] = value.Text
		}
	}
	return t
}

// syntax resolves references to parameters.
func (t stack) syntax() config.Placeholders {
	return config.Placeholders{Lookup: func(name string) (string, bool) {
		value, ok := t.defaults[name]
		return value, ok
	}}
}

// intrinsic returns the name and argument of a function; "" for a value.
func intrinsic(n *config.Node) (string, *config.Node) {
	if n == nil {
		return "", nil
	}
	if n.Tag != "" {
		return n.Tag[1:], n
	}
	if n.Is(config.Map) && len(n.Fields) == 1 {
		f := n.Fields[0]
		if name, ok := strings.CutPrefix(f.Name, "Fn::"); ok || f.Name == "Ref" {
			return name, f.Value
		}
	}
	return "", n
}

// value gives a value with its references written out; nil where it is none.
func (t stack) value(n *config.Node) *config.Node {
	name, argument := intrinsic(n)
	if name == "" {
		return n
	}
	out := *n
	out.Kind, out.Tag, out.Fields, out.Items = config.Scalar, "", nil, nil
	switch {
	case name == "Ref" && argument.Scalar() == "AWS::NoValue":
		return nil
	case name == "Ref" && argument.Is(config.Scalar):
		out.Text = "${" + argument.Text + "}"
	case name == "GetAtt":
		out.Text = "${" + strings.Join(scalars(argument), ".") + "}"
	case name == "Sub" && argument.Is(config.Scalar):
		out.Text = argument.Text
	case name == "Join" && t.joined(argument, &out.Text):
	default:
		out.Text, out.Open = "Fn::"+name, true
	}
	return &out
}

// joined writes out Fn::Join where every part is a text or a reference.
func (t stack) joined(argument *config.Node, text *string) bool {
	if !argument.Is(config.List) || len(argument.Items) != 2 || !argument.Items[1].Is(config.List) {
		return false
	}
	var parts []string
	for _, item := range argument.Items[1].Items {
		part := t.value(item)
		if !part.Is(config.Scalar) || part.Open {
			return false
		}
		parts = append(parts, part.Text)
	}
	*text = strings.Join(parts, argument.Items[0].Scalar())
	return true
}

// values gives the elements of a list, or what stands for it.
func (t stack) values(n *config.Node) []*config.Node {
	if name, _ := intrinsic(n); name != "" {
		return present(t.value(n))
	}
	var out []*config.Node
	for _, item := range n.Elements() {
		out = append(out, present(t.value(item))...)
	}
	return out
}

func present(n *config.Node) []*config.Node {
	if n == nil {
		return nil
	}
	return []*config.Node{n}
}

func scalars(n *config.Node) []string {
	var out []string
	for _, item := range n.Elements() {
		out = append(out, item.Scalar())
	}
	return out
}
