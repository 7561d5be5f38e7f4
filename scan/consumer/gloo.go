package consumer

import (
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// gloo reads the jwt options of Gloo Edge Enterprise, whose translation to Envoy is
// not public: only what its API documents is known.
func gloo() Dialect {
	return Dialect{
		Product:  "gloo",
		Signs:    []string{"gateway.solo.io/"},
		Variants: []Variant{glooRemote("lazy", inventory.ModeLazy), glooRemote("async", inventory.ModePoll), glooLocal()},
		Open:     func() Reader { return &fileReader{read: readGloo} },
	}
}

const glooAPI = "solo-io/gloo@8d57572e55 projects/gloo/api/v1/enterprise/options/jwt/jwt.proto"

func glooRemote(name string, mode inventory.Mode) Variant {
	return Variant{Name: name, Verified: "2026-11-23", Refresh: inventory.Refresh{Mode: mode, HTTPCache: inventory.CacheUnknown}, Checks: glooChecks()}
}

func glooLocal() Variant {
	return Variant{Name: "local", Verified: "2026-11-23", Refresh: inventory.Refresh{Mode: inventory.ModeStatic}, Checks: glooChecks()}
}

func glooChecks() inventory.Checks {
	return inventory.Checks{
		Skew:          byDefault(time.Minute, glooAPI),
		TokenOptional: byDefault(false, glooAPI),
	}
}

func readGloo(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents("gateway.solo.io/") {
		for _, object := range objectsWithin(doc, "gateway.solo.io", "VirtualService", "VirtualHostOption", "RouteTable", "RouteOption") {
			for n := range object.Get("spec").All() {
				if !isGlooJWT(n) {
					continue
				}
				known = true
				for _, p := range n.Get("providers").Fields {
					s := declare(doc, object.Get("spec"), objectName(object)+"/"+p.Name, p.At, glooRemote("lazy", inventory.ModeLazy))
					readGlooProvider(s, n, p.Value)
					found = append(found, s.consumer)
				}
			}
		}
	}
	return found, known
}

// isGlooJWT recognises a VhostExtension: providers by name, each with its jwks.
func isGlooJWT(n *config.Node) bool {
	providers := n.Get("providers")
	if !providers.Is(config.Map) {
		return false
	}
	for _, p := range providers.Fields {
		if jwks := p.Value.Get("jwks"); jwks.Get("remote") != nil || jwks.Get("local") != nil {
			return true
		}
	}
	return false
}

func readGlooProvider(s settings, extension, provider *config.Node) {
	c := s.consumer
	remote, local := provider.Get("jwks").Get("remote"), provider.Get("jwks").Get("local")
	switch {
	case remote != nil:
		if proto(remote, "async_fetch") != nil {
			glooRemote("async", inventory.ModePoll).apply(c)
		}
		c.JWKSURLs = s.one(remote.Get("url"))
		c.Refresh.Interval = protoSpan(s, proto(remote, "cache_duration"), c.Refresh.Interval)
		if proto(remote, "cache_duration") == nil {
			s.note("cacheDuration is not set: the API documents 5m, which its closed translation may or may not fill in")
		}
	case local != nil:
		glooLocal().apply(c)
		s.inlineKeyOrPEM(local.Get("key"))
	default:
		s.keyless("jwks.remote or jwks.local")
	}
	c.Issuers = s.one(provider.Get("issuer"))
	c.Checks.Issuer = follows(c.Issuers, c.Checks.Issuer)
	c.Checks.Audiences = s.texts(provider.Get("audiences"))
	c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
	c.Checks.Skew = parsed(s, proto(provider, "clock_skew_seconds"), c.Checks.Skew, "a number of seconds", seconds)
	glooDemand(s, extension)
}

// glooDemand reads what lets requests without a valid token pass; the older
// setting takes precedence.
func glooDemand(s settings, extension *config.Node) {
	checks := &s.consumer.Checks
	checks.TokenOptional = parsed(s, proto(extension, "validation_policy"), checks.TokenOptional,
		"REQUIRE_VALID, ALLOW_MISSING or ALLOW_MISSING_OR_FAILED", func(policy string) (bool, error) {
			return oneOf(policy, map[string]bool{
				"REQUIRE_VALID": false, "0": false, "ALLOW_MISSING": true, "1": true, "ALLOW_MISSING_OR_FAILED": true, "2": true,
			})
		})
	old := truth(s, proto(extension, "allow_missing_or_failed_jwt"), checks.TokenOptional)
	if old.V || !old.From.Known() {
		checks.TokenOptional = old
	}
}
