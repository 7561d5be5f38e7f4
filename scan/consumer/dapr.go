package consumer

import (
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// dapr reads the bearer middleware, a Component whose settings are a list of names
// and values.
func dapr() Dialect {
	return Dialect{
		Product:  "dapr",
		Signs:    []string{"middleware.http.bearer"},
		Variants: []Variant{daprDefaults()},
		Open:     func() Reader { return &fileReader{read: readDapr} },
	}
}

// daprDefaults refetches in the background after ten minutes, or later where the
// headers of the key set give it a longer life.
func daprDefaults() Variant {
	const (
		middleware = "dapr/components-contrib@c23900d middleware/http/bearer/bearer_middleware.go"
		cache      = "lestrrat-go/httprc@e71784b queue.go"
	)
	can := jwxCapabilities()
	can.Needs = byDefault([]string{"kid"}, "lestrrat-go/jwx@v2.0.21 jws/key_provider.go")
	return Variant{
		Verified: "2026-11-28",
		Refresh: inventory.Refresh{
			Mode:         inventory.ModePoll,
			Interval:     byDefault(inventory.For(10*time.Minute), middleware),
			HTTPCache:    inventory.CacheLengthens,
			UnknownKid:   byDefault(false, middleware),
			StaleOnError: byDefault(inventory.Forever(), cache),
			Verdicts:     byDefault(inventory.For(0), middleware),
		},
		Checks: inventory.Checks{
			Issuer:        byDefault(true, middleware),
			Audience:      byDefault(true, middleware),
			Algorithms:    byDefault([]string(nil), middleware), // what the key allows
			Skew:          byDefault(5*time.Minute, middleware),
			TokenOptional: byDefault(false, middleware),
			VerifiesTLS:   byDefault(true, middleware),
		},
		Capabilities: can,
	}
}

func readDapr(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents("middleware.http.bearer") {
		for _, object := range objectsWithin(doc, "dapr.io", "Component") {
			spec := object.Get("spec")
			if spec.Get("type").Scalar() != "middleware.http.bearer" {
				continue
			}
			s := declare(doc, spec, objectName(object), spec.Get("type").At, daprDefaults())
			c := s.consumer
			c.Issuers = s.daprSetting(spec, "issuer", "issuerURL")
			c.JWKSURLs = s.daprSetting(spec, "jwksURL")
			c.Checks.Audiences = s.daprSetting(spec, "audience", "clientID")
			for _, url := range c.JWKSURLs {
				if strings.HasSuffix(url.V, metadataPath) {
					s.note("jwksURL (%s) is that of metadata, want that of a key set: Dapr does not start with it", url.At)
				}
			}
			found = append(found, c)
		}
	}
	return found, len(found) > 0
}

// daprSetting reads a setting by one of its names, in any case. One that refers to
// a secret store or a variable is unresolved.
func (s settings) daprSetting(spec *config.Node, names ...string) []inventory.Value[string] {
	for _, name := range names {
		for _, item := range spec.Get("metadata").Elements() {
			if !strings.EqualFold(item.Get("name").Scalar(), name) {
				continue
			}
			if value := item.Get("value"); value != nil {
				return s.named(name).one(value)
			}
			if ref := item.Get("secretKeyRef", "envRef"); ref != nil {
				elsewhere := &config.Node{Kind: config.Scalar, Text: ref.Name(), Open: true, At: ref.At}
				return s.named(name).one(elsewhere)
			}
		}
	}
	return nil
}
