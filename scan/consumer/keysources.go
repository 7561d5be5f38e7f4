package consumer

import (
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// truth reads true or false; as texts too, which templates and exports make of them.
func truth(s settings, n *config.Node, otherwise inventory.Value[bool]) inventory.Value[bool] {
	return parsed(s, n, otherwise, "true or false", boolean)
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

// isPEM reports whether a text claims to be PEM.
func isPEM(text string) bool { return strings.Contains(text, "-----BEGIN ") }

// goOIDCSkew is what go-oidc allows for exp; nbf has five minutes.
func goOIDCSkew() inventory.Value[time.Duration] {
	return byDefault(time.Duration(0), "coreos/go-oidc@22dfdca oidc/verify.go")
}

// checkedEachTime says of a refresh that no verdict on a token is kept.
func checkedEachTime(r inventory.Refresh, source string) inventory.Refresh {
	r.Verdicts = byDefault(inventory.For(0), source)
	return r
}
