package consumer

import (
	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// separated splits a list that is one text with commas.
func separated(values []inventory.Value[string]) []inventory.Value[string] {
	var out []inventory.Value[string]
	for _, v := range values {
		out = append(out, commaSeparated(v)...)
	}
	return out
}

// implied is a value that another setting entails.
func implied[T any](v T, at inventory.Origin) inventory.Value[T] {
	return inventory.Value[T]{V: v, From: inventory.Implied, At: at}
}

// members returns the fields of a mapping; none of anything else.
func members(n *config.Node) []config.Field {
	if !n.Is(config.Map) {
		return nil
	}
	return n.Fields
}

// filled leaves out what a template's default makes empty.
func filled(values []inventory.Value[string]) []inventory.Value[string] {
	var out []inventory.Value[string]
	for _, v := range values {
		if v.V != "" || !v.From.Known() {
			out = append(out, v)
		}
	}
	return out
}

// placed is where the first of the nodes stands that is present.
func placed(nodes ...*config.Node) inventory.Origin {
	for _, n := range nodes {
		if n != nil {
			return n.At
		}
	}
	return inventory.Origin{}
}
