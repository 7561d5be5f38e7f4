package consumer

import (
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// higress reads the jwt-auth plugin of Higress, whose consumers have their keys
// written into them.
func higress() Dialect {
	return Dialect{
		Product:  "higress",
		Signs:    []string{"extensions.higress.io"},
		Variants: []Variant{higressDefaults()},
		Open:     func() Reader { return &fileReader{read: readHigress} },
	}
}

func higressDefaults() Variant {
	const (
		settings = "alibaba/higress@4e0d691 plugins/wasm-go/extensions/jwt-auth/config/config.go"
		verify   = "alibaba/higress@4e0d691 plugins/wasm-go/extensions/jwt-auth/handler/verify.go"
	)
	return Variant{
		Verified: "2026-11-23",
		Refresh: inventory.Refresh{
			Mode:     inventory.ModeStatic,
			Verdicts: byDefault(inventory.For(0), verify),
		},
		Checks: inventory.Checks{
			Issuer:     byDefault(true, verify),
			Audience:   byDefault(false, verify),
			Algorithms: byDefault([]string(nil), verify),
			Skew:       byDefault(time.Minute, settings),
		},
	}
}

func readHigress(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents("extensions.higress.io") {
		for _, object := range objectsWithin(doc, "extensions.higress.io", "WasmPlugin") {
			spec := object.Get("spec")
			for i, n := range spec.Get("defaultConfig").Get("consumers").Elements() {
				keys := n.Get("jwks")
				if keys == nil {
					continue // of a plugin with other credentials
				}
				known = true
				s := declare(doc, spec, listOf(objectName(object), n.Get("name").Scalar(), i), n.At, higressDefaults())
				c := s.consumer
				c.Issuers = s.one(n.Get("issuer"))
				s.inlineKeys(keys, asText)
				skew := parsed(s, n.Get("clock_skew_seconds"), skewSpan(c.Checks.Skew), "a number of seconds", whole(time.Second))
				c.Checks.Skew = asSkew(skew)
				found = append(found, c)
			}
		}
	}
	return found, known
}
