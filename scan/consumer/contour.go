package consumer

import (
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// contour reads the jwtProviders of an HTTPProxy, of which Contour makes Envoy's
// jwt_authn filter, without async_fetch.
func contour() Dialect {
	return Dialect{
		Product:  "contour",
		Signs:    []string{"projectcontour.io/"},
		Variants: []Variant{contourRemote(), envoyLocal()},
		Open:     func() Reader { return &fileReader{read: readContour} },
	}
}

const contourListener = "projectcontour/contour@31c4bb38e internal/envoy/v3/listener.go"

// contourRemote leaves cache_duration to Envoy where it is not set: ten minutes,
// although the comment in Contour's API says five.
func contourRemote() Variant {
	v := envoyLazy()
	v.Name = "remote"
	v.Checks.TokenOptional = byDefault(false, contourListener)
	return v
}

func readContour(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents("jwtProviders") {
		for _, object := range objectsWithin(doc, "projectcontour.io", "HTTPProxy") {
			providers := object.Get("spec").Get("virtualhost").Get("jwtProviders")
			known = known || providers != nil
			for i, provider := range providers.Elements() {
				if provider.Is(config.Map) {
					name := listOf(objectName(object), provider.Get("name").Scalar(), i)
					s := declare(doc, object.Get("spec"), name, provider.At, contourRemote())
					readContourProvider(s, provider)
					contourDemand(s, object, provider)
					found = append(found, s.consumer)
				}
			}
		}
	}
	return found, known
}

func readContourProvider(s settings, provider *config.Node) {
	c := s.consumer
	if remote := provider.Get("remoteJWKS"); remote != nil {
		c.JWKSURLs = s.one(remote.Get("uri"))
		c.Refresh.Interval = parsed(s, remote.Get("cacheDuration"), c.Refresh.Interval, `a duration such as "5m"`, goSpan)
		c.Checks.VerifiesTLS = contourVerifies(s, remote)
	} else if local := provider.Get("localJWKS"); local != nil {
		optional := c.Checks.TokenOptional
		envoyLocal().apply(c)
		c.Checks.TokenOptional = optional
		s.references(local.Get("secretName"), "Secret")
	} else {
		s.keyless("remoteJWKS or localJWKS")
	}
	c.Issuers = s.one(provider.Get("issuer"))
	c.Checks.Issuer = follows(c.Issuers, c.Checks.Issuer)
	c.Checks.Audiences = s.texts(provider.Get("audiences"))
	c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
}

// contourVerifies says whether Envoy verifies the key set's server: only against a
// CA that the provider names.
func contourVerifies(s settings, remote *config.Node) inventory.Value[bool] {
	const source = "projectcontour/contour@31c4bb38e internal/envoy/v3/auth.go"
	if validation := remote.Get("validation"); validation != nil {
		return inventory.Value[bool]{V: true, From: inventory.Implied, At: validation.At}
	}
	if urls := s.consumer.JWKSURLs; len(urls) == 1 && strings.HasPrefix(urls[0].V, "https://") {
		return byDefault(false, source)
	}
	return inventory.Value[bool]{}
}

// contourDemand notes a provider of which nothing in its object makes use.
func contourDemand(s settings, object, provider *config.Node) {
	if byAll := provider.Get("default"); byAll != nil && byAll.Scalar() != "false" {
		return
	}
	for n := range object.Get("spec").Get("routes").All() {
		if policy := n.Get("jwtVerificationPolicy"); policy != nil && policy.Get("require").Scalar() == provider.Get("name").Scalar() {
			return
		}
	}
	s.note("no route of the object requires the provider: whether tokens are demanded is decided in the objects that it includes")
}
