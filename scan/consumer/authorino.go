package consumer

import (
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// authorino reads the JWT rules of an AuthConfig, `authentication` by name or the
// list `identity` of v1beta1, and of Kuadrant's AuthPolicy, which is made into one.
func authorino() Dialect {
	return Dialect{
		Product:  "authorino",
		Signs:    []string{"kuadrant.io/"},
		Variants: []Variant{authorinoIssuer(), authorinoRefreshed(), authorinoKeySet()},
		Open:     func() Reader { return &fileReader{read: readAuthorino} },
	}
}

const authorinoJWT = "Kuadrant/authorino@58fecc6c pkg/evaluators/identity/jwt.go"

// authorinoIssuer discovers once and keeps keys as go-oidc does. Neither `iss` nor
// `aud` is checked.
func authorinoIssuer() Variant {
	return Variant{
		Name:     "issuer",
		Since:    "0.22",
		Verified: "2026-11-28",
		Refresh:  checkedEachTime(goOIDCRefresh(), authorinoJWT),
		Checks: inventory.Checks{
			Issuer:   byDefault(false, authorinoJWT),
			Audience: byDefault(false, authorinoJWT),
			// Those of the issuer's metadata that go-oidc supports, else RS256.
			Algorithms: byDefault([]string(nil), goOIDCVerifier),
			Skew:       goOIDCSkew(),
		},
		Capabilities: goOIDCCapabilities(goOIDCKeySet),
	}
}

// authorinoRefreshed is the same with a ttl: when it ends, discovery is repeated and
// what was known before is dropped, unless that fails.
func authorinoRefreshed() Variant {
	v := authorinoIssuer()
	v.Name = "issuer-refreshed"
	v.Refresh.Mode = inventory.ModePoll
	return v
}

// authorinoKeySet has no metadata to take algorithms from.
func authorinoKeySet() Variant {
	v := authorinoIssuer()
	v.Name = "key-set"
	v.Checks.Algorithms = byDefault([]string{"RS256"}, goOIDCVerifier)
	return v
}

func readAuthorino(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents("kuadrant.io/") {
		for _, object := range objectsWithin(doc, "authorino.kuadrant.io", "AuthConfig") {
			known = true
			found = append(found, readAuthorinoRules(doc, object, object.Get("spec"))...)
		}
		for _, object := range objectsWithin(doc, "kuadrant.io", "AuthPolicy") {
			known = true
			spec := object.Get("spec")
			for _, part := range []*config.Node{spec, spec.Get("defaults"), spec.Get("overrides")} {
				found = append(found, readAuthorinoRules(doc, object, part.Get("rules"))...)
			}
		}
	}
	return found, known
}

func readAuthorinoRules(doc *config.Document, object, set *config.Node) []*inventory.Consumer {
	var out []*inventory.Consumer
	rules := authorinoRules(set)
	for _, rule := range rules {
		if source := rule.node.Get("jwt", "oidc"); source.Is(config.Map) {
			s := declare(doc, object.Get("spec"), objectName(object)+"/"+rule.name, source.At, authorinoIssuer())
			readAuthorinoRule(s, source)
			s.consumer.Checks.TokenOptional = authorinoOptional(rules)
			out = append(out, s.consumer)
		}
	}
	return out
}

// authorinoRule is one way to authenticate.
type authorinoRule struct {
	name string
	node *config.Node
}

func authorinoRules(set *config.Node) []authorinoRule {
	var out []authorinoRule
	for _, f := range members(set.Get("authentication")) {
		out = append(out, authorinoRule{f.Name, f.Value})
	}
	for _, n := range set.Get("identity").Elements() {
		out = append(out, authorinoRule{n.Get("name").Scalar(), n})
	}
	return out
}

// authorinoOptional says whether requests without a token pass: any rule suffices.
func authorinoOptional(rules []authorinoRule) inventory.Value[bool] {
	only := true
	for _, rule := range rules {
		if anonymous := rule.node.Get("anonymous"); anonymous != nil {
			return inventory.Value[bool]{V: true, From: inventory.Explicit, At: anonymous.At}
		}
		only = only && rule.node.Get("jwt", "oidc") != nil
	}
	if only {
		return byDefault(false, authorinoJWT)
	}
	return inventory.Value[bool]{}
}

func readAuthorinoRule(s settings, source *config.Node) {
	c := s.consumer
	c.Issuers = s.one(source.Get("issuerUrl", "endpoint"))
	if len(c.Issuers) == 0 {
		if c.JWKSURLs = s.one(source.Get("jwksUrl")); len(c.JWKSURLs) > 0 {
			authorinoKeySet().apply(c)
		}
		return
	}
	ttl := parsed(s, source.Get("ttl"), inventory.Value[inventory.Span]{}, "a number of seconds", whole(time.Second))
	switch {
	case ttl.V.D > 0:
		authorinoRefreshed().apply(c)
		c.Refresh.Interval = ttl
	case !ttl.From.Known() && !ttl.At.IsZero():
		c.Refresh.Interval = ttl
	}
}
