package consumer

import (
	"regexp"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
)

// jaasOptions reads the options of a JAAS login module, as a listener's
// sasl.jaas.config has them: `module required name="value" other=value ;`. The
// values lie where the text does.
func jaasOptions(n *config.Node) map[string]*config.Node {
	text := n.Scalar()
	if !strings.Contains(text, "LoginModule") {
		return nil
	}
	option := regexp.MustCompile(`([A-Za-z][\w.]*)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s;"']+))`)
	out := map[string]*config.Node{}
	for _, m := range option.FindAllStringSubmatch(text, -1) {
		value := strings.ReplaceAll(m[2], `\"`, `"`) + m[3] + m[4]
		out[m[1]] = &config.Node{Kind: config.Scalar, Text: value, Open: n.Open, At: n.At}
	}
	return out
}
