package consumer

import (
	"strconv"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
)

// leaf is one setting of a tree by its name with dots.
type leaf struct {
	name  string
	value *config.Node
}

// leaves gives the settings of a tree, for products to which nested mappings and
// names with dots are one. A list of single values is one setting; elements of
// others go by their numbers.
func leaves(root *config.Node) []leaf {
	return appendLeaves(nil, "", root)
}

func appendLeaves(to []leaf, name string, n *config.Node) []leaf {
	switch {
	case n == nil || n.Kind == config.Null || len(name) > maxPropertyName:
	case n.Kind == config.Map:
		for _, f := range n.Fields {
			to = appendLeaves(to, strings.TrimPrefix(name+"."+f.Name, "."), f.Value)
		}
	case n.Kind == config.List && !ofScalars(n):
		for i, item := range n.Items {
			to = appendLeaves(to, name+"["+strconv.Itoa(i)+"]", item)
		}
	default:
		to = append(to, leaf{name, n})
	}
	return to
}

func ofScalars(list *config.Node) bool {
	for _, item := range list.Items {
		if !item.Is(config.Scalar) {
			return false
		}
	}
	return true
}
