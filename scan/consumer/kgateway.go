package consumer

import (
	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// kgateway reads the JWT providers of a GatewayExtension, of which kgateway makes
// Envoy's jwt_authn filter.
func kgateway() Dialect {
	return Dialect{
		Product:  "kgateway",
		Signs:    []string{"GatewayExtension"},
		Variants: []Variant{kgatewayLazy(), kgatewayAsync(), envoyLocal()},
		Open:     func() Reader { return &fileReader{read: readKgateway} },
	}
}

const kgatewayTranslator = "kgateway-dev/kgateway@3f7c55e pkg/kgateway/extensions2/plugins/trafficpolicy/jwt.go"

// kgatewayLazy leaves cache_duration to Envoy where it is not set: ten minutes,
// although the comment in the API says five.
func kgatewayLazy() Variant {
	v := envoyLazy()
	v.Checks.TokenOptional = byDefault(false, kgatewayTranslator)
	return v
}

func kgatewayAsync() Variant {
	v := envoyAsync()
	v.Checks.TokenOptional = byDefault(false, kgatewayTranslator)
	return v
}

func readKgateway(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents("GatewayExtension") {
		for _, object := range objectsWithin(doc, "gateway.kgateway.dev", "GatewayExtension") {
			jwt := object.Get("spec").Get("jwt")
			known = known || jwt != nil
			for i, provider := range jwt.Get("providers").Elements() {
				if provider.Is(config.Map) {
					name := listOf(objectName(object), provider.Get("name").Scalar(), i)
					s := declare(doc, object.Get("spec"), name, provider.At, kgatewayLazy())
					readKgatewayProvider(s, jwt, provider)
					found = append(found, s.consumer)
				}
			}
		}
	}
	return found, known
}

func readKgatewayProvider(s settings, jwt, provider *config.Node) {
	c := s.consumer
	remote, local := provider.Get("jwks").Get("remote"), provider.Get("jwks").Get("local")
	optional := c.Checks.TokenOptional
	switch {
	case remote != nil:
		if remote.Get("asyncFetch") != nil {
			kgatewayAsync().apply(c)
		}
		c.JWKSURLs = s.one(remote.Get("url"))
		c.Refresh.Interval = parsed(s, remote.Get("cacheDuration"), c.Refresh.Interval, `a duration such as "5m"`, goSpan)
	case local != nil:
		envoyLocal().apply(c)
		s.inlineKeyOrPEM(local.Get("inline"))
		s.references(local.Get("configMapRef").Get("name"), "ConfigMap")
	default:
		s.keyless("jwks.remote or jwks.local")
	}
	c.Issuers = s.one(provider.Get("issuer"))
	c.Checks.Issuer = follows(c.Issuers, c.Checks.Issuer)
	c.Checks.Audiences = s.texts(provider.Get("audiences"))
	c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
	skew := parsed(s, provider.Get("clockSkew"), skewSpan(c.Checks.Skew), `a duration such as "1m"`, goSpan)
	c.Checks.Skew = asSkew(skew)
	c.Checks.TokenOptional = parsed(s, jwt.Get("validationMode"), optional, "Strict, AllowMissing or AllowMissingOrFailed", kgatewayWaives)
	if mode := jwt.Get("validationMode"); mode.Scalar() == "AllowMissingOrFailed" {
		s.note("validationMode is AllowMissingOrFailed (%s): requests with a bad token pass as well", mode.At)
	}
}

// kgatewayWaives reads a validation mode.
func kgatewayWaives(mode string) (bool, error) {
	return oneOf(mode, map[string]bool{"Strict": false, "AllowMissing": true, "AllowMissingOrFailed": true})
}
