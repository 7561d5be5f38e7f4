package consumer

import (
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// oathkeeper reads the jwt authenticator: of the configuration, and of access
// rules that name key sets of their own.
func oathkeeper() Dialect {
	return Dialect{
		Product:  "oathkeeper",
		Signs:    []string{"jwks_urls"},
		Variants: []Variant{oathkeeperLazy(), oathkeeperFile()},
		Open:     func() Reader { return &fileReader{read: readOathkeeper} },
	}
}

const (
	oathkeeperFetcher  = "ory/oathkeeper@0062d08 credentials/fetcher_default.go"
	oathkeeperVerifier = "ory/oathkeeper@045e23f credentials/verifier_default.go"
	oathkeeperHandler  = "ory/oathkeeper@13898a7 pipeline/authn/authenticator_jwt.go"
)

// oathkeeperLazy uses an expired copy, however old, only where fetching takes
// longer than jwks_max_wait; any other failure ends its life.
func oathkeeperLazy() Variant {
	const schema = "ory/oathkeeper@0062d08 spec/config.schema.json"
	return Variant{
		Name: "remote",
		Refresh: inventory.Refresh{
			Mode:         inventory.ModeLazy,
			Interval:     byDefault(inventory.For(30*time.Second), schema),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(true, oathkeeperFetcher),
			Cooldown:     byDefault(inventory.For(0), oathkeeperFetcher),
			StaleOnError: byDefault(inventory.Forever(), oathkeeperFetcher),
			Verdicts:     byDefault(inventory.For(0), oathkeeperVerifier),
		},
		Checks:       oathkeeperChecks(),
		Capabilities: oathkeeperCapabilities(),
		Verified:     "2026-11-28",
	}
}

// oathkeeperCapabilities are those of go-jose 3, of a set that is taken whole or not at
// all, although padding is cut off: a key without use sig is not found.
func oathkeeperCapabilities() inventory.Capabilities {
	const (
		fetcher = "ory/oathkeeper@024fbb5 credentials/fetcher_default.go"
		key     = "go-jose/go-jose@v3.0.5 jwk.go"
	)
	c := goOIDCCapabilities(fetcher)
	c.Spoilers = spoilers(key, inventory.SpoilerKeyType, inventory.SpoilerCurve, inventory.SpoilerMember,
		inventory.SpoilerLength, inventory.SpoilerX5C)
	c.Needs = needs(fetcher, "kid", "use")
	c.StrictBase64 = inventory.Value[bool]{} // padding is taken, the other alphabet is not
	return c
}

// oathkeeperFile reads files and object stores as it fetches URLs: again when the
// copy has expired.
func oathkeeperFile() Variant {
	v := oathkeeperLazy()
	v.Name, v.Refresh = "file", inventory.Refresh{Mode: inventory.ModeStatic, Verdicts: byDefault(inventory.For(0), oathkeeperVerifier)}
	return v
}

func oathkeeperChecks() inventory.Checks {
	return inventory.Checks{
		Issuer:     byDefault(false, oathkeeperVerifier),
		Audience:   byDefault(false, oathkeeperVerifier),
		Algorithms: byDefault([]string{"RS256"}, oathkeeperHandler),
	}
}

func readOathkeeper(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents("jwks_urls") {
		for n := range doc.Root().All() {
			authenticators := n.Get("authenticators")
			global := authenticators.Get("jwt").Get("config")
			if global.Get("jwks_urls") != nil {
				known = true
				found = append(found, readOathkeeperConfig(doc, "authenticators.jwt", global))
			}
			if !authenticators.Is(config.List) {
				continue
			}
			for _, handler := range authenticators.Items {
				own := handler.Get("config")
				if handler.Get("handler").Scalar() == "jwt" && own.Get("jwks_urls") != nil {
					known = true
					found = append(found, readOathkeeperConfig(doc, oathkeeperRule(doc, n), own))
				}
			}
		}
	}
	return found, known
}

// oathkeeperRule is the id of a rule, or the name of its object.
func oathkeeperRule(doc *config.Document, rule *config.Node) string {
	if id := rule.Get("id").Scalar(); id != "" {
		return id
	}
	return doc.Root().Get("metadata").Get("name").Scalar()
}

func readOathkeeperConfig(doc *config.Document, name string, n *config.Node) *inventory.Consumer {
	s := declare(doc, n, name, n.Get("jwks_urls").At, oathkeeperLazy())
	c := s.consumer
	s.locations(s.texts(n.Get("jwks_urls")))
	if len(c.JWKSURLs) == 0 {
		oathkeeperFile().apply(c)
	} else {
		c.Refresh.Interval = parsed(s, n.Get("jwks_ttl"), c.Refresh.Interval, `a duration such as "30s"`, goSpan)
	}
	c.Issuers = s.texts(n.Get("trusted_issuers"))
	c.Checks.Issuer = follows(c.Issuers, c.Checks.Issuer)
	c.Checks.Audiences = s.texts(n.Get("target_audience"))
	c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
	c.Checks.Algorithms = allowed(s.texts(n.Get("allowed_algorithms")), c.Checks.Algorithms)
	return c
}
