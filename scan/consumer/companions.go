package consumer

import (
	"slices"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
)

// companions is what variables or flags are set to in files that go with others,
// such as the environment of a control plane, whatever the order of the files.
type companions map[string][]*config.Node

// set keeps every value of a name once, at its first place. Of too many none counts.
func (c companions) set(name string, value *config.Node) {
	const most = 100
	values := c[name]
	same := func(earlier *config.Node) bool { return earlier.Text == value.Text && earlier.Open == value.Open }
	at := slices.IndexFunc(values, same)
	switch {
	case at >= 0 && value.At.Compare(values[at].At) < 0:
		values[at] = value
	case at >= 0:
	case len(values) < most:
		c[name] = append(values, value)
	default:
		values[0] = &config.Node{Kind: config.Scalar, Text: "too many values", Open: true, At: value.At}
	}
}
