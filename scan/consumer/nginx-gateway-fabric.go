package consumer

import (
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// nginxGatewayFabric reads the AuthenticationFilter of NGINX Gateway Fabric, for JWT
// and for OpenID Connect, of which it makes NGINX Plus configuration.
func nginxGatewayFabric() Dialect {
	return Dialect{
		Product:  "nginx-gateway-fabric",
		Signs:    []string{"AuthenticationFilter"},
		Variants: []Variant{fabricRemote(), fabricSecret(), fabricOIDC()},
		Open:     func() Reader { return &fileReader{read: readFabric} },
	}
}

const (
	fabricTypes    = "nginx/nginx-gateway-fabric@e55bfe339 apis/v1alpha1/authenticationfilter_types.go"
	fabricTemplate = "nginx/nginx-gateway-fabric@e55bfe339 internal/controller/nginx/config/servers_template.go"
	fabricServers  = "nginx/nginx-gateway-fabric@e55bfe339 internal/controller/nginx/config/servers.go" // no proxy_cache
	fabricDay      = "2026-11-28"
)

// fabricRemote asks for the keys with every request, until keyCache is set: its
// location for them has no cache.
func fabricRemote() Variant {
	return Variant{
		Name: "remote", Since: "2.5", Verified: fabricDay,
		Refresh: inventory.Refresh{
			Mode:         inventory.ModePerRequest,
			Interval:     byDefault(inventory.For(0), fabricTemplate),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(false, nginxJWT),
			StaleOnError: byDefault(inventory.For(0), fabricServers),
			Verdicts:     byDefault(inventory.For(0), nginxValid),
		},
		Checks: inventory.Checks{
			Issuer:      byDefault(false, fabricTypes), // authorization may
			Audience:    byDefault(false, fabricTypes),
			Algorithms:  byDefault([]string(nil), nginxJWT), // no setting for it
			Skew:        byDefault(time.Duration(0), fabricTypes),
			VerifiesTLS: byDefault(true, fabricServers),
		},
	}
}

// fabricSecret reads the keys from a Secret.
func fabricSecret() Variant {
	v := fabricRemote()
	v.Name = "secret"
	v.Refresh = inventory.Refresh{Mode: inventory.ModeStatic, Verdicts: v.Refresh.Verdicts}
	v.Checks.VerifiesTLS = inventory.Value[bool]{}
	return v
}

// fabricOIDC signs users in with the OpenID Connect module, of which it is not
// documented how it renews its keys.
func fabricOIDC() Variant {
	const module = "nginx/nginx.org@47117cd xml/en/docs/http/ngx_http_oidc_module.xml"
	return Variant{
		Name: "oidc", Since: "2.5", Verified: fabricDay,
		Refresh: inventory.Refresh{Mode: inventory.ModeUnknown, HTTPCache: inventory.CacheUnknown},
		Checks:  inventory.Checks{VerifiesTLS: byDefault(true, module)},
	}
}

func readFabric(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents("AuthenticationFilter") {
		for _, object := range objectsWithin(doc, "gateway.nginx.org", "AuthenticationFilter") {
			spec := object.Get("spec")
			if jwt := spec.Get("jwt"); jwt != nil {
				s := declare(doc, spec, objectName(object), jwt.At, fabricRemote())
				s.fabricJWT(jwt)
				found = append(found, s.consumer)
			}
			if oidc := spec.Get("oidc"); oidc != nil {
				s := declare(doc, spec, objectName(object), oidc.At, fabricOIDC())
				c := s.consumer
				c.Issuers, c.DiscoveryURLs = s.one(oidc.Get("issuer")), s.one(oidc.Get("configURL"))
				c.Checks.Issuer = follows(c.Issuers, c.Checks.Issuer)
				found = append(found, c)
			}
		}
	}
	return found, len(found) > 0
}

func (s settings) fabricJWT(jwt *config.Node) {
	c := s.consumer
	remote, secret := jwt.Get("remote"), jwt.Get("file").Get("secretRef").Get("name")
	if remote == nil && secret != nil {
		fabricSecret().apply(c)
		s.references(secret, "Secret")
	}
	c.JWKSURLs = s.one(remote.Get("uri"))
	if cache := jwt.Get("keyCache"); cache != nil && remote != nil {
		c.Refresh.Interval = parsed(s, cache, inventory.Value[inventory.Span]{}, `a time of NGINX such as "10m"`, nginxTime)
		if c.Refresh.Interval.V.D > 0 || !c.Refresh.Interval.From.Known() {
			c.Refresh.Mode = inventory.ModeLazy
		}
	}
	c.Checks.Skew = asSkew(parsed(s, jwt.Get("leeway"), skewSpan(c.Checks.Skew), "a time such as 60s", nginxTime))
	demanded := fabricDemands(jwt.Get("authorization"))
	c.Issuers, c.Checks.Issuer = s.fabricClaim(demanded["iss"], c.Checks.Issuer)
	c.Checks.Audiences, c.Checks.Audience = s.fabricClaim(demanded["aud"], c.Checks.Audience)
}

// fabricDemands are the claims that no token may lack: those of rules that all have
// to hold, and within them of claims that all have to.
func fabricDemands(authorization *config.Node) map[string]*config.Node {
	demanded := make(map[string]*config.Node)
	rules := authorization.Get("rules").Elements()
	if len(rules) > 1 && authorization.Get("require").Scalar() != "All" {
		return demanded
	}
	for _, rule := range rules {
		claims := rule.Get("claims").Elements()
		if len(claims) > 1 && rule.Get("require").Scalar() != "All" {
			continue
		}
		for _, claim := range claims {
			demanded[claim.Get("name").Scalar()] = claim
		}
	}
	return demanded
}

// fabricClaim is the values that a claim must have, of which a pattern names none,
// and whether it is checked at all.
func (s settings) fabricClaim(claim *config.Node, unchecked inventory.Value[bool]) ([]inventory.Value[string], inventory.Value[bool]) {
	if claim.Get("match").Scalar() == "Regex" {
		s.note("the claim %q is checked against a pattern, which is not read", claim.Get("name").Scalar())
		return nil, inventory.Value[bool]{V: true, From: inventory.Implied, At: claim.At}
	}
	values := s.texts(claim.Get("values"))
	return values, follows(values, unchecked)
}
