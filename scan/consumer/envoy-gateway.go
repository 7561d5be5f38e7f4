package consumer

import (
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// envoyGateway reads the SecurityPolicy of Envoy Gateway, which makes Envoy's
// jwt_authn filter of it: always with async_fetch.
func envoyGateway() Dialect {
	return Dialect{
		Product:  "envoy-gateway",
		Signs:    envoyGatewaySigns(),
		Variants: []Variant{envoyGatewayRemote(), envoyLocal()},
		Open:     func() Reader { return &fileReader{read: readEnvoyGateway} },
	}
}

// envoyGatewaySigns are the two sources of keys, one of which a provider must have.
func envoyGatewaySigns() []string { return []string{"remoteJWKS", "localJWKS"} }

const (
	envoyGatewayTypes      = "envoyproxy/gateway@d32f282 api/v1alpha1/jwt_types.go"
	envoyGatewayTranslator = "envoyproxy/gateway@d32f282 internal/xds/translator/jwt.go"
)

func envoyGatewayRemote() Variant {
	v := envoyAsync()
	v.Name = "remote"
	v.Refresh.Interval = byDefault(inventory.For(5*time.Minute), envoyGatewayTypes) // of the CRD
	return v
}

func readEnvoyGateway(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents(envoyGatewaySigns()...) {
		for _, object := range objectsWithin(doc, "gateway.envoyproxy.io", "SecurityPolicy") {
			jwt := object.Get("spec").Get("jwt")
			known = known || jwt != nil
			for i, provider := range jwt.Get("providers").Elements() {
				if provider.Is(config.Map) {
					name := listOf(objectName(object), provider.Get("name").Scalar(), i)
					s := declare(doc, object.Get("spec"), name, provider.At, envoyLocal())
					readEnvoyGatewayProvider(s, jwt, provider)
					found = append(found, s.consumer)
				}
			}
		}
	}
	return found, known
}

func readEnvoyGatewayProvider(s settings, jwt, provider *config.Node) {
	c := s.consumer
	remote, local := provider.Get("remoteJWKS"), provider.Get("localJWKS")
	switch {
	case remote != nil:
		envoyGatewayRemote().apply(c)
		readEnvoyGatewayRemote(s, remote)
	case local != nil:
		s.inlineKeys(local.Get("inline"), asText)
		s.references(local.Get("valueRef").Get("name"), "ConfigMap")
	default:
		s.keyless("remoteJWKS or localJWKS")
	}
	c.Issuers = s.one(provider.Get("issuer"))
	c.Checks.Issuer = follows(c.Issuers, c.Checks.Issuer)
	c.Checks.Audiences = s.texts(provider.Get("audiences"))
	c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
	c.Checks.TokenOptional = byDefault(false, envoyGatewayTranslator)
	for _, waiver := range []string{"optional", "failOpen"} {
		waives := truth(s, jwt.Get(waiver), c.Checks.TokenOptional)
		if waives.V || !waives.From.Known() {
			c.Checks.TokenOptional = waives
		}
	}
	if open := jwt.Get("failOpen"); open.Scalar() == "true" {
		s.note("failOpen (%s): requests with a bad token pass as well", open.At)
	}
}

func readEnvoyGatewayRemote(s settings, remote *config.Node) {
	c := s.consumer
	c.JWKSURLs = s.one(remote.Get("uri"))
	c.Refresh.Interval = parsed(s, remote.Get("cacheDuration"), c.Refresh.Interval, `a duration such as "5m"`, goSpan)
	if remote.Get("cacheDuration") == nil {
		s.note("cacheDuration is not set: 5m where the CRD fills it in, as it does in a cluster")
	}
	secure := len(c.JWKSURLs) == 1 && strings.HasPrefix(c.JWKSURLs[0].V, "https://")
	if secure && remote.Get("backendRefs") == nil { // else a BackendTLSPolicy decides
		c.Checks.VerifiesTLS = byDefault(true, envoyGatewayTranslator)
	}
}
