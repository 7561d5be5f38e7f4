package consumer

import (
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// agentgateway reads jwtAuth of a local configuration, and the AgentgatewayPolicy
// of which a controller makes it.
func agentgateway() Dialect {
	return Dialect{
		Product:  "agentgateway",
		Signs:    agentgatewaySigns(),
		Variants: []Variant{agentgatewayRemote(), agentgatewayLocal(), agentgatewayController()},
		Open:     func() Reader { return &fileReader{read: readAgentgateway} },
	}
}

// agentgatewaySigns are two settings of a local configuration; the first begins the
// name of a policy's setting too.
func agentgatewaySigns() []string { return []string{"jwtAuth", "mcpAuthentication"} }

const (
	agentgatewayJWT       = "agentgateway/agentgateway@75b4e6c crates/agentgateway/src/http/jwt.rs"
	agentgatewayResources = "agentgateway/agentgateway@75b4e6c crates/agentgateway/src/resource_manager.rs"
	agentgatewayPolicies  = "agentgateway/agentgateway@75b4e6c controller/api/v1alpha1/agentgateway/agentgateway_policy_types.go"
	agentgatewayFetcher   = "agentgateway/agentgateway@75b4e6c controller/pkg/agentgateway/jwks/fetcher.go"
)

// agentgatewayRemote is the proxy fetching keys itself: after what the headers say,
// at least a minute, else after fifteen.
func agentgatewayRemote() Variant {
	v := agentgatewayLocal()
	v.Name = "remote"
	v.Refresh = inventory.Refresh{
		Mode:         inventory.ModePoll,
		Interval:     byDefault(inventory.For(15*time.Minute), agentgatewayResources),
		HTTPCache:    inventory.CacheReplaces,
		UnknownKid:   byDefault(false, agentgatewayJWT),
		StaleOnError: byDefault(inventory.Forever(), agentgatewayResources),
		Verdicts:     byDefault(inventory.For(0), agentgatewayJWT),
	}
	return v
}

// agentgatewayLocal has its keys in the configuration or in a file.
func agentgatewayLocal() Variant {
	return Variant{
		Name:     "local",
		Verified: "2026-11-28",
		Refresh:  inventory.Refresh{Mode: inventory.ModeStatic, Verdicts: byDefault(inventory.For(0), agentgatewayJWT)},
		Checks: inventory.Checks{
			Issuer:        byDefault(true, agentgatewayJWT),
			Audience:      byDefault(false, agentgatewayJWT),
			Algorithms:    byDefault([]string(nil), agentgatewayJWT),
			TokenOptional: byDefault(true, agentgatewayJWT), // mode optional
		},
		Capabilities: agentgatewayCapabilities(),
	}
}

// agentgatewayCapabilities are those of the proxy, which takes all keys of a set or
// none.
func agentgatewayCapabilities() inventory.Capabilities {
	const parser = "Keats/jsonwebtoken@69a8fbf src/jwk.rs" // 10.4.0
	return inventory.Capabilities{
		Algorithms: byDefault([]string{
			"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA",
		}, agentgatewayJWT),
		KeyTypes: byDefault([]string{"RSA", "EC", "OKP"}, agentgatewayJWT),
		Curves:   byDefault([]string{"P-256", "P-384", "P-521", "Ed25519"}, parser), // P-521 is read and has no algorithm
		Spoilers: byDefault([]inventory.Spoiler{
			inventory.SpoilerKeyType, inventory.SpoilerCurve, inventory.SpoilerMember, inventory.SpoilerEncoding, inventory.SpoilerKid,
		}, agentgatewayJWT),
		Needs:        byDefault([]string{"kid"}, agentgatewayJWT),
		StrictBase64: byDefault(true, "Keats/jsonwebtoken@69a8fbf src/serialization.rs"),
		MaxKeys:      byDefault(0, agentgatewayJWT),
	}
}

// agentgatewayController is the controller fetching keys for the proxies. How soon
// they have them is not known.
func agentgatewayController() Variant {
	v := agentgatewayLocal()
	v.Name = "controller"
	v.Refresh = inventory.Refresh{
		Mode:         inventory.ModeControlPlane,
		Interval:     byDefault(inventory.For(5*time.Minute), agentgatewayPolicies),
		HTTPCache:    inventory.CacheIgnored,
		UnknownKid:   byDefault(false, agentgatewayJWT),
		StaleOnError: byDefault(inventory.Forever(), agentgatewayFetcher),
		Verdicts:     byDefault(inventory.For(0), agentgatewayJWT),
	}
	v.Checks.TokenOptional = byDefault(false, agentgatewayPolicies) // mode Strict
	// The controller reads sets with go-jose and hands on what that has read.
	v.Capabilities.Spoilers = byDefault(append(v.Capabilities.Spoilers.V, inventory.SpoilerLength, inventory.SpoilerX5C), goJoseKey)
	v.Capabilities.FollowsRedirects = byDefault(true, agentgatewayFetcher) // as http.Client does
	v.Capabilities.Accept = byDefault("", agentgatewayFetcher)
	v.Capabilities.MaxBody = byDefault(1<<20, agentgatewayFetcher)
	v.Capabilities.Timeout = byDefault(10*time.Second, agentgatewayFetcher)
	return v
}

func readAgentgateway(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents(agentgatewaySigns()...) {
		for _, object := range objectsWithin(doc, "agentgateway.dev", "AgentgatewayPolicy") {
			auth := object.Get("spec").Get("traffic").Get("jwtAuthentication")
			for i, provider := range auth.Get("providers").Elements() {
				s := declare(doc, object.Get("spec"), listOf(objectName(object), "", i), provider.At, agentgatewayController())
				readAgentgatewayPolicy(s, provider.Get("jwks"))
				readAgentgatewayChecks(s, auth, provider)
				found = append(found, s.consumer)
			}
		}
		for n := range doc.Root().All() {
			for _, name := range agentgatewaySigns() {
				for _, provider := range agentgatewayProviders(n.Get(name)) {
					found = append(found, readAgentgatewayLocal(doc, n.Get(name), provider))
				}
			}
		}
	}
	return found, len(found) > 0
}

// readAgentgatewayLocal reads one issuer. For MCP, tokens are demanded by default.
func readAgentgatewayLocal(doc *config.Document, auth, provider *config.Node) *inventory.Consumer {
	const types = "agentgateway/agentgateway@75b4e6c crates/agentgateway/src/types/agent.rs"
	s := declare(doc, auth, "", provider.At, agentgatewayLocal())
	readAgentgatewayKeys(s, provider.Get("jwks"))
	if auth.Name() == "mcpAuthentication" {
		s.consumer.Checks.TokenOptional = byDefault(false, types)
	}
	readAgentgatewayChecks(s, auth, provider)
	return s.consumer
}

// agentgatewayProviders returns the trusted issuers of jwtAuth: a list, or itself.
// Both have an issuer and keys.
func agentgatewayProviders(auth *config.Node) []*config.Node {
	candidates := auth.Get("providers").Elements()
	if auth.Get("providers") == nil && auth != nil {
		candidates = []*config.Node{auth}
	}
	var out []*config.Node
	for _, n := range candidates {
		if n.Get("issuer") != nil && n.Get("jwks") != nil {
			out = append(out, n)
		}
	}
	return out
}

// readAgentgatewayKeys reads the source of keys: a URL, a file, or the keys as text.
func readAgentgatewayKeys(s settings, keys *config.Node) {
	c := s.consumer
	if keys.Is(config.Scalar) {
		s.inlineKeys(keys, asText)
		return
	}
	if file := keys.Get("file"); file != nil {
		c.StaticFiles = s.one(file)
		return
	}
	optional := c.Checks.TokenOptional
	agentgatewayRemote().apply(c)
	c.Checks.TokenOptional = optional
	c.JWKSURLs = s.one(keys.Get("url"))
}

// readAgentgatewayPolicy reads the source of keys in a policy.
func readAgentgatewayPolicy(s settings, keys *config.Node) {
	c := s.consumer
	if inline := keys.Get("inline"); inline != nil {
		optional := c.Checks.TokenOptional
		agentgatewayLocal().apply(c)
		c.Checks.TokenOptional = optional
		s.inlineKeys(inline, asText)
		return
	}
	remote := keys.Get("remote")
	c.JWKSURLs = s.one(remote.Get("url"))
	if path := remote.Get("jwksPath"); path != nil {
		s.note("jwksPath (%s) lies on a backend, whose address is not written here: the URL of the key set is not known", path.At)
	}
	c.Refresh.Interval = parsed(s, remote.Get("cacheDuration"), c.Refresh.Interval, `a duration such as "5m"`, goSpan)
}

func readAgentgatewayChecks(s settings, auth, provider *config.Node) {
	c := s.consumer
	c.Issuers = s.one(provider.Get("issuer"))
	c.Checks.Audiences = s.texts(provider.Get("audiences"))
	c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
	c.Checks.TokenOptional = parsed(s, auth.Get("mode"), c.Checks.TokenOptional, "strict, optional or permissive",
		func(mode string) (bool, error) {
			return oneOf(strings.ToLower(mode), map[string]bool{"strict": false, "optional": true, "permissive": true})
		})
	if mode := auth.Get("mode"); strings.EqualFold(mode.Scalar(), "permissive") {
		s.note("mode is permissive (%s): requests with a bad token pass as well", mode.At)
	}
}
