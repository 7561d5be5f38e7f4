package consumer

import (
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// cosmoRouter reads the JWT authentication of WunderGraph's Cosmo Router.
func cosmoRouter() Dialect {
	return Dialect{
		Product:    "cosmo-router",
		Signs:      []string{"refresh_unknown_kid"},
		Companions: []string{"jwks:", `"jwks"`}, // which many files have
		Variants:   []Variant{cosmoPoll()},
		Open:       func() Reader { return &fileReader{read: readCosmoRouter} },
	}
}

// cosmoPoll polls, and keeps its copy for ever while that fails. It has no setting
// for the issuer.
func cosmoPoll() Variant {
	const (
		settings = "wundergraph/cosmo@6e0a147 router/pkg/config/config.go"
		decoder  = "wundergraph/cosmo@6e0a147 router/pkg/authentication/jwks_token_decoder.go"
	)
	return Variant{
		Verified: "2026-11-28",
		Refresh: inventory.Refresh{
			Mode:         inventory.ModePoll,
			Interval:     byDefault(inventory.For(time.Minute), settings),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(false, settings),
			Cooldown:     byDefault(inventory.For(30*time.Second), settings), // where refresh_unknown_kid is enabled
			StaleOnError: byDefault(inventory.Forever(), decoder),
			Verdicts:     byDefault(inventory.For(0), decoder),
		},
		Checks: inventory.Checks{
			Issuer:     byDefault(false, decoder),
			Audience:   byDefault(false, decoder),
			Algorithms: byDefault([]string(nil), decoder),
		},
		Capabilities: cosmoCapabilities(decoder),
	}
}

// cosmoCapabilities are those of jwkset, which passes over key types and curves that
// it does not know, and of the list allowed_use, in which a key without use is not.
func cosmoCapabilities(decoder string) inventory.Capabilities {
	const (
		keys  = "MicahParks/jwkset@v0.11.0 marshal.go"
		valid = "MicahParks/jwkset@v0.11.0 jwk.go Validate"
		fetch = "MicahParks/jwkset@v0.11.0 storage.go NewStorageFromHTTP"
	)
	return inventory.Capabilities{
		KeyTypes: byDefault([]string{"RSA", "EC", "OKP", "oct"}, keys),
		Curves:   byDefault([]string{"P-256", "P-384", "P-521", "Ed25519", "X25519"}, keys),
		Spoilers: byDefault([]inventory.Spoiler{
			inventory.SpoilerMember, inventory.SpoilerUse, inventory.SpoilerX5C,
		}, valid),
		Needs:            byDefault([]string{"use"}, "MicahParks/keyfunc@v3.6.2 keyfunc.go KeyfuncCtx"),
		StrictIntegers:   byDefault(false, valid),
		FollowsRedirects: byDefault(true, decoder), // as http.Client does
		Accept:           byDefault("", fetch),
		MaxBody:          byDefault(0, fetch),
		MaxKeys:          byDefault(0, fetch),
		Timeout:          byDefault(15*time.Second, decoder),
	}
}

func readCosmoRouter(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents("jwks:", `"jwks"`) {
		for n := range doc.Root().All() {
			jwt := n.Get("authentication").Get("jwt")
			for _, source := range jwt.Get("jwks").Elements() {
				switch {
				case source.Get("url") != nil:
					found = append(found, readCosmoSource(doc, jwt, source))
				case source.Get("symmetric_algorithm") == nil: // a shared secret is nobody's published key
					continue
				}
				known = true
			}
		}
	}
	return found, known
}

func readCosmoSource(doc *config.Document, jwt, source *config.Node) *inventory.Consumer {
	s := declare(doc, jwt, source.Path(jwt), placed(source.Get("url")), cosmoPoll())
	c := s.consumer
	c.JWKSURLs = s.one(source.Get("url"))
	const form = `a duration such as "1m"`
	c.Refresh.Interval = parsed(s, source.Get("refresh_interval"), c.Refresh.Interval, form, goSpan)
	unknown := source.Get("refresh_unknown_kid")
	c.Refresh.UnknownKid = truth(s, unknown.Get("enabled"), c.Refresh.UnknownKid)
	c.Refresh.Cooldown = parsed(s, unknown.Get("interval"), c.Refresh.Cooldown, form, goSpan)
	c.Checks.Audiences = s.texts(source.Get("audiences"))
	c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
	c.Checks.Algorithms = allowed(s.texts(source.Get("algorithms")), c.Checks.Algorithms)
	return c
}
