package consumer

import (
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// traefik reads middlewares that verify tokens, in Middleware objects and in
// dynamic configuration: traefik-jwt-plugin, and the one of Traefik Hub, whose
// caching is not documented.
func traefik() Dialect {
	return Dialect{
		Product:    "traefik",
		Signs:      []string{"ForceRefreshKeys", "PayloadFields"},
		Companions: []string{"traefik.io/", "traefik.containo.us/", "middlewares"},
		Variants:   []Variant{traefikPlugin(), traefikPinned(), traefikHub(), traefikHubPinned()},
		Open:       func() Reader { return &fileReader{read: readTraefik} },
	}
}

const traefikSource = "traefik-plugins/traefik-jwt-plugin@94d0c46 jwt.go"

// traefikPlugin polls every fifteen minutes, adds what it finds and never removes
// anything.
func traefikPlugin() Variant {
	v := traefikPinned()
	v.Name = "traefik-jwt-plugin"
	v.Refresh = inventory.Refresh{
		Mode:         inventory.ModePoll,
		Interval:     byDefault(inventory.For(15*time.Minute), traefikSource),
		HTTPCache:    inventory.CacheIgnored,
		UnknownKid:   byDefault(false, traefikSource),
		Cooldown:     byDefault(inventory.For(0), traefikSource),
		StaleOnError: byDefault(inventory.Forever(), traefikSource),
		Verdicts:     byDefault(inventory.For(0), traefikSource),
		MergesSets:   true,
	}
	v.Checks.VerifiesTLS = byDefault(true, traefikSource)
	return v
}

// traefikPinned is the plugin with keys in its settings only.
func traefikPinned() Variant {
	return Variant{
		Name:    "traefik-jwt-plugin-pinned",
		Refresh: inventory.Refresh{Mode: inventory.ModeStatic, Verdicts: byDefault(inventory.For(0), traefikSource)},
		Checks: inventory.Checks{
			Issuer:        byDefault(false, traefikSource),
			Audience:      byDefault(false, traefikSource),
			Algorithms:    byDefault([]string(nil), traefikSource),
			Skew:          byDefault(time.Duration(0), traefikSource), // of exp; nbf has a minute
			TokenOptional: byDefault(false, traefikSource),
		},
	}
}

// traefikHub fetches: how often is not documented, so its mode only says that
// nothing is known to end its copy.
func traefikHub() Variant {
	return Variant{Name: "hub", Refresh: inventory.Refresh{Mode: inventory.ModeMissOnly, HTTPCache: inventory.CacheUnknown}}
}

func traefikHubPinned() Variant {
	return Variant{Name: "hub-pinned", Refresh: inventory.Refresh{Mode: inventory.ModeStatic}}
}

func readTraefik(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents("plugin") {
		for n := range doc.Root().All() {
			for _, middleware := range traefikMiddlewares(n) {
				for _, plugin := range members(middleware.node.Get("plugin")) {
					s := declare(doc, n, middleware.name, plugin.At, traefikPinned())
					if readTraefikPlugin(s, plugin.Value) {
						found = append(found, s.consumer)
					}
				}
			}
		}
	}
	return found, len(found) > 0
}

// traefikMiddleware is what a middleware is set to, with its name.
type traefikMiddleware struct {
	name string
	node *config.Node
}

// traefikMiddlewares returns the middlewares that a node declares: itself as an
// object, or its field of dynamic configuration.
func traefikMiddlewares(n *config.Node) []traefikMiddleware {
	version := n.Get("apiVersion").Scalar()
	if n.Get("kind").Scalar() == "Middleware" && strings.HasPrefix(version, "traefik.") {
		return []traefikMiddleware{{objectName(n), n.Get("spec")}}
	}
	var out []traefikMiddleware
	for _, f := range members(n.Get("middlewares")) {
		out = append(out, traefikMiddleware{f.Name, f.Value})
	}
	return out
}

// readTraefikPlugin reports whether a plugin is one that verifies tokens by public keys.
func readTraefikPlugin(s settings, plugin *config.Node) bool {
	if keys := traefikSetting(plugin, "Keys"); keys != nil {
		return readTraefikJWT(s, plugin, keys)
	}
	return readTraefikHub(s, plugin)
}

// traefikSetting finds a setting of a plugin, whose names are taken in any case.
func traefikSetting(plugin *config.Node, name string) *config.Node {
	for _, f := range members(plugin) {
		if strings.EqualFold(f.Name, name) {
			return plugin.Get(f.Name)
		}
	}
	return nil
}

// readTraefikJWT reads traefik-jwt-plugin, known by keys that are URLs or PEM. It
// verifies no signature where it has no keys.
func readTraefikJWT(s settings, plugin, keys *config.Node) bool {
	c := s.consumer
	var urls []*config.Node
	for _, key := range keys.Elements() {
		switch text := key.Scalar(); {
		case isPEM(text):
			s.pemKeys(key, "")
		case strings.Contains(text, "://") || strings.Contains(text, "{{") || strings.Contains(text, "${"):
			urls = append(urls, key)
		}
	}
	if len(urls) == 0 && len(c.Pins) == 0 && len(c.Unresolved) == 0 {
		return false
	}
	if len(urls) > 0 {
		traefikPlugin().apply(c)
	}
	for _, url := range urls {
		c.JWKSURLs = append(c.JWKSURLs, s.one(url)...)
	}
	if len(urls) > 0 {
		c.Refresh.UnknownKid = truth(s, traefikSetting(plugin, "ForceRefreshKeys"), c.Refresh.UnknownKid)
	}
	required := truth(s, traefikSetting(plugin, "Required"), inventory.Value[bool]{})
	if !required.At.IsZero() {
		c.Checks.TokenOptional = not(required)
	}
	c.Checks.Algorithms = allowed(s.one(traefikSetting(plugin, "Alg")), c.Checks.Algorithms)
	readTraefikClaims(s, plugin)
	return true
}

// readTraefikClaims reads which claims are looked at: only those that are named.
func readTraefikClaims(s settings, plugin *config.Node) {
	named := map[string]bool{}
	for _, claim := range traefikSetting(plugin, "PayloadFields").Elements() {
		named[claim.Scalar()] = true
	}
	if !named["exp"] {
		s.note("PayloadFields does not name exp: expired tokens are accepted")
	}
	checks := &s.consumer.Checks
	checks.Audiences = s.one(traefikSetting(plugin, "Aud"))
	if len(checks.Audiences) > 0 && !named["aud"] {
		s.note("Aud (%s) has no effect: PayloadFields does not name aud", checks.Audiences[0].At)
		checks.Audiences = nil
	}
	checks.Audience = follows(checks.Audiences, checks.Audience)
}

// readTraefikHub reads the JWT middleware of Traefik Hub. Its claims are an
// expression, which is not read.
func readTraefikHub(s settings, plugin *config.Node) bool {
	c := s.consumer
	url, file, key := plugin.Get("jwksUrl"), plugin.Get("jwksFile"), plugin.Get("publicKey")
	if url == nil && file == nil && !isPEM(key.Scalar()) {
		return false
	}
	traefikHubPinned().apply(c)
	if url != nil {
		traefikHub().apply(c)
		c.JWKSURLs = s.one(url)
	}
	if strings.HasPrefix(strings.TrimSpace(file.Scalar()), "{\"") {
		s.inlineKeys(file, asText)
	} else {
		c.StaticFiles = s.one(file)
	}
	s.pemKeys(key, "")
	return true
}
