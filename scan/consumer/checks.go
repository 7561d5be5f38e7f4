package consumer

import (
	"errors"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// truth reads true or false; as texts too, which templates and exports make of them.
func truth(s settings, n *config.Node, otherwise inventory.Value[bool]) inventory.Value[bool] {
	return parsed(s, n, otherwise, "true or false", boolean)
}

// boolean reads "true" and "false" in any case.
func boolean(text string) (bool, error) {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "true":
		return true, nil
	case "false":
		return false, nil
	}
	return false, errors.New("neither true nor false")
}

// not turns a setting that switches a check off into the check.
func not(v inventory.Value[bool]) inventory.Value[bool] {
	v.V = !v.V
	return v
}

// follows says that a check is made because a setting is there: as unsure as the
// setting where that is a placeholder, since it may turn out empty.
func follows(values []inventory.Value[string], otherwise inventory.Value[bool]) inventory.Value[bool] {
	for _, v := range values {
		if v.From.Known() {
			return inventory.Value[bool]{V: true, From: inventory.Implied, At: v.At}
		}
	}
	if len(values) == 0 {
		return otherwise
	}
	first := values[0]
	return inventory.Value[bool]{V: true, From: first.From, At: first.At, Text: first.Text}
}

// allowed makes an allow-list of the values of a setting: as sure as the least
// sure of them.
func allowed(values []inventory.Value[string], otherwise inventory.Value[[]string]) inventory.Value[[]string] {
	if len(values) == 0 {
		return otherwise
	}
	out := inventory.Value[[]string]{From: values[0].From, At: values[0].At, Text: values[0].Text}
	for _, v := range values {
		if v.From < out.From {
			out.From, out.Text = v.From, v.Text
		}
		out.V = append(out.V, v.V)
	}
	return out
}
