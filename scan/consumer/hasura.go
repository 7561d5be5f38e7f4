package consumer

import (
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// hasura reads the JWT secrets of the GraphQL engine: JSON in a variable, wherever
// an environment is written. One with a shared secret trusts nobody's published key.
func hasura() Dialect {
	return Dialect{
		Product:  "hasura",
		Signs:    []string{hasuraSecret},
		Variants: []Variant{hasuraURL(), hasuraKey()},
		Open:     func() Reader { return &fileReader{read: readHasura} },
	}
}

const (
	hasuraSecret  = "HASURA_GRAPHQL_JWT_SECRET"
	hasuraSecrets = "HASURA_GRAPHQL_JWT_SECRETS"
	hasuraSource  = "hasura/graphql-engine@0132ac2 server/src-lib/Hasura/Server/Auth/JWT.hs"
)

// hasuraURL fetches when the headers of the key set say that it is stale, and
// never again where they say nothing.
func hasuraURL() Variant {
	return Variant{
		Name:     "jwk-url",
		Verified: "2026-11-28",
		Refresh: inventory.Refresh{
			Mode:         inventory.ModePoll,
			HTTPCache:    inventory.CacheSoleSource,
			UnknownKid:   byDefault(false, hasuraSource),
			StaleOnError: byDefault(inventory.Forever(), hasuraSource),
			Verdicts:     byDefault(inventory.For(0), hasuraSource),
		},
		Checks:       hasuraChecks(),
		Capabilities: hasuraCapabilities(),
	}
}

// hasuraCapabilities are those of jose for Haskell, which takes all keys of a set or
// none, and knows of alg and use only what is registered.
func hasuraCapabilities() inventory.Capabilities {
	const (
		set = "frasertweedale/hs-jose@1d834e5 src/Crypto/JOSE/JWK.hs" // 0.8.4 refuses the same
		key = "frasertweedale/hs-jose@1d834e5 src/Crypto/JOSE/JWA/JWK.hs"
	)
	return inventory.Capabilities{
		KeyTypes: byDefault([]string{"RSA", "EC", "OKP", "oct"}, key),
		Curves:   byDefault([]string{"P-256", "P-384", "P-521", "secp256k1", "Ed25519", "Ed448", "X25519", "X448"}, key),
		Spoilers: byDefault([]inventory.Spoiler{
			inventory.SpoilerKeyType, inventory.SpoilerCurve, inventory.SpoilerAlgorithm, inventory.SpoilerUse,
			inventory.SpoilerMember, inventory.SpoilerX5C,
		}, set),
		Needs:   byDefault([]string(nil), set),
		MaxBody: byDefault(0, hasuraSource),
		MaxKeys: byDefault(0, set),
	}
}

// hasuraKey has one key written into the secret.
func hasuraKey() Variant {
	return Variant{
		Name:     "key",
		Verified: "2026-11-23",
		Refresh: inventory.Refresh{
			Mode:     inventory.ModeStatic,
			Verdicts: byDefault(inventory.For(0), hasuraSource),
		},
		Checks: hasuraChecks(),
	}
}

func hasuraChecks() inventory.Checks {
	return inventory.Checks{
		Issuer:   byDefault(false, hasuraSource),
		Audience: byDefault(false, hasuraSource),
		Skew:     byDefault(time.Duration(0), hasuraSource),
	}
}

func readHasura(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents(hasuraSecret) {
		for _, name := range []string{hasuraSecret, hasuraSecrets} {
			for _, n := range environment(doc, name) {
				known = true
				found = append(found, readHasuraVariable(doc, name, n)...)
			}
		}
	}
	return found, known
}

func readHasuraVariable(doc *config.Document, name string, n *config.Node) []*inventory.Consumer {
	secret := n.Embedded(n.Text)
	if n.Open || n.Tag != "" || secret.Is(config.Scalar) || secret == nil || isTemplate(n.Text) {
		s := declare(doc, nil, "", n.At, Variant{})
		s.consumer.Refresh.Mode = inventory.ModeUnknown
		s.named(name).unresolved(n, "a secret that stands elsewhere or is no JSON")
		return []*inventory.Consumer{s.consumer}
	}
	var out []*inventory.Consumer
	for _, one := range secret.Elements() {
		out = append(out, readHasuraSecret(doc, n, one)...)
	}
	return out
}

// isTemplate reports whether nothing but one reference stands in a text.
func isTemplate(text string) bool {
	text = strings.TrimSpace(text)
	return strings.HasPrefix(text, "{{") && strings.HasSuffix(text, "}}") || strings.HasPrefix(text, "${")
}

func readHasuraSecret(doc *config.Document, variable, n *config.Node) []*inventory.Consumer {
	s := declare(doc, n, "", variable.At, hasuraURL())
	c := s.consumer
	kind := n.Get("type").Scalar()
	switch url, key := n.Get("jwk_url"), n.Get("key"); {
	case url != nil:
		c.JWKSURLs = s.one(url)
	case key == nil || strings.HasPrefix(kind, "HS"):
		return nil
	default:
		hasuraKey().apply(c)
		s.pemKeys(key, "")
		c.Checks.Algorithms = allowed(s.one(n.Get("type")), c.Checks.Algorithms)
	}
	c.Issuers = s.one(n.Get("issuer"))
	c.Checks.Issuer = follows(c.Issuers, c.Checks.Issuer)
	c.Checks.Audiences = s.texts(n.Get("audience"))
	c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
	c.Checks.Skew = parsed(s, n.Get("allowed_skew"), c.Checks.Skew, "a number of seconds", seconds)
	return []*inventory.Consumer{c}
}
