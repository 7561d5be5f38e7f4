package consumer

import (
	"errors"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// quarkusVariables are the properties of the default tenant. The variables of
// others cannot be told from one another.
func quarkusVariables() []string {
	var out []string
	for _, name := range []string{
		"auth-server-url", "public-key", "jwks-path", "discovery-enabled", "jwks.resolve-early", "jwks.cache-time-to-live",
		"tls.verification", "token.issuer", "token.audience", "token.signature-algorithm", "token.lifespan-grace",
		"token.forced-jwk-refresh-interval",
	} {
		out = append(out, quarkusPrefix+name)
	}
	return out
}

// quarkusSpan reads a duration of Quarkus: a bare number is seconds, "5M" is what
// ISO 8601 calls PT5M, "500ms" and "2d" are what they say.
func quarkusSpan(text string) (inventory.Span, error) {
	text = strings.ToUpper(strings.TrimSpace(text))
	switch {
	case text == "":
		return inventory.Span{}, errors.New("empty")
	case strings.Trim(text, "0123456789") == "":
		return whole(time.Second)(text)
	case strings.HasSuffix(text, "MS"):
		return whole(time.Millisecond)(strings.TrimSuffix(text, "MS"))
	case text[0] == 'P':
		return isoSpan(text)
	case strings.HasSuffix(text, "D"):
		return isoSpan("P" + text)
	}
	return isoSpan("PT" + text)
}
