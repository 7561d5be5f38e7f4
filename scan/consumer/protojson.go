package consumer

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// proto returns a field of a message in proto JSON, where it may go by its name
// or by that name in lowerCamelCase, and null is unset.
func proto(n *config.Node, name string) *config.Node {
	return n.Get(name, lowerCamel(name))
}

func lowerCamel(name string) string {
	words := strings.Split(name, "_")
	for i, w := range words[1:] {
		words[i+1] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(words, "")
}

const protoForm = `a duration such as "300s"`

// protoSpan reads a google.protobuf.Duration: "300s", or its fields as YAML and
// config dumps of old have them.
func protoSpan(s settings, n *config.Node, otherwise inventory.Value[inventory.Span]) inventory.Value[inventory.Span] {
	if !n.Is(config.Map) {
		return parsed(s, n, otherwise, protoForm, protoDuration)
	}
	zero := inventory.Value[time.Duration]{From: inventory.Explicit, At: n.At}
	whole := parsed(s, n.Get("seconds"), zero, "a number of seconds", seconds)
	rest := parsed(s, n.Get("nanos"), zero, "a number of nanoseconds", func(text string) (time.Duration, error) {
		nanos, err := strconv.ParseInt(text, 10, 64)
		return time.Duration(nanos), err
	})
	weaker := whole
	if rest.From < whole.From {
		weaker = rest
	}
	return inventory.Value[inventory.Span]{
		V: inventory.For(whole.V + rest.V), From: weaker.From, At: n.At, Text: weaker.Text,
	}
}

// protoDuration reads a decimal number of seconds with the suffix "s".
func protoDuration(text string) (inventory.Span, error) {
	number, ok := strings.CutSuffix(text, "s")
	if !ok || strings.Trim(number, "0123456789.") != "" {
		return inventory.Span{}, errors.New("not a proto duration")
	}
	return goSpan(text)
}

// seconds reads a whole number of seconds.
func seconds(text string) (time.Duration, error) {
	const most = 1 << 33 // 272 years: what a time.Duration holds
	n, err := strconv.ParseUint(text, 10, 64)
	if err == nil && n > most {
		err = errors.New("too large")
	}
	return time.Duration(n) * time.Second, err
}
