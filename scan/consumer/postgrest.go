package consumer

import (
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// postgrest reads the JWT secret of an environment where it is a key set, a key or
// a file. A shared secret is nobody's published key.
func postgrest() Dialect {
	return Dialect{
		Product:  "postgrest",
		Signs:    []string{postgrestSecret},
		Variants: []Variant{postgrestDefaults()},
		Open:     func() Reader { return &fileReader{read: readPostgREST} },
	}
}

const (
	postgrestSecret   = "PGRST_JWT_SECRET"
	postgrestAudience = "PGRST_JWT_AUD"
)

// postgrestDefaults holds keys until its configuration is read again, which also
// empties the cache of verified tokens.
func postgrestDefaults() Variant {
	const (
		reference = "PostgREST/postgrest@4834678 docs/references/configuration.rst"
		source    = "PostgREST/postgrest@4834678 src/library/PostgREST/Config.hs"
	)
	return Variant{
		Refresh: inventory.Refresh{Mode: inventory.ModeStatic},
		Checks: inventory.Checks{
			Issuer:   byDefault(false, source),
			Audience: byDefault(false, reference),
		},
	}
}

func readPostgREST(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents(postgrestSecret) {
		audiences := environment(doc, postgrestAudience)
		for _, n := range environment(doc, postgrestSecret) {
			known = true
			found = append(found, readPostgRESTSecret(doc, n, audiences)...)
		}
	}
	return found, known
}

func readPostgRESTSecret(doc *config.Document, n *config.Node, audiences []*config.Node) []*inventory.Consumer {
	s := declare(doc, nil, "", n.At, postgrestDefaults()).named(postgrestSecret)
	c := s.consumer
	text, answer := s.syntax.Expand(n.Scalar())
	text = strings.TrimSpace(text)
	switch {
	case n.Open || n.Tag != "" || answer == config.Unresolved:
		s.unresolved(n, "a secret that stands elsewhere")
	case strings.HasPrefix(text, "@"):
		file := *n
		file.Text = text[1:]
		c.StaticFiles = s.one(&file)
	case strings.HasPrefix(text, "{"):
		s.inlineKeys(n, asText)
	default:
		return nil
	}
	s = s.named(postgrestAudience)
	switch len(audiences) {
	case 0:
	case 1:
		c.Checks.Audiences = s.one(audiences[0])
		c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
	default:
		c.Checks.Audience = inventory.Value[bool]{At: audiences[0].At}
		s.note("%s stands here several times: which holds for these keys is not known", postgrestAudience)
	}
	return []*inventory.Consumer{c}
}
