package consumer

import (
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// trino reads the JWT authenticator of Trino's config.properties. No property
// bears on the caching of keys.
func trino() Dialect {
	return Dialect{
		Product:  "trino",
		Signs:    trinoSigns(),
		Variants: []Variant{trinoRemote(), trinoFile()},
		Open:     func() Reader { return &fileReader{read: readTrino} },
	}
}

const (
	trinoPrefix = "http-server.authentication.jwt."
	trinoLegacy = "http.authentication.jwt."
	trinoConfig = "trinodb/trino@42cb0f0 core/trino-main/src/main/java/io/trino/server/security/jwt/JwtAuthenticatorConfig.java"
	trinoJWKS   = "trinodb/trino@1c6ce23 core/trino-main/src/main/java/io/trino/server/security/jwt/JwkService.java"
)

func trinoSigns() []string { return []string{trinoPrefix + "key-file", trinoLegacy + "key-file"} }

// trinoRemote polls every quarter of an hour, and keeps its copy while that fails.
func trinoRemote() Variant {
	return Variant{
		Name: "remote",
		Refresh: inventory.Refresh{
			Mode:         inventory.ModePoll,
			Interval:     byDefault(inventory.For(15*time.Minute), trinoJWKS),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(false, trinoJWKS),
			StaleOnError: byDefault(inventory.Forever(), trinoJWKS),
		},
		Checks: trinoChecks(),
	}
}

// trinoFile has a key in a file.
func trinoFile() Variant {
	return Variant{
		Name:    "file",
		Refresh: inventory.Refresh{Mode: inventory.ModeStatic},
		Checks:  trinoChecks(),
	}
}

func trinoChecks() inventory.Checks {
	return inventory.Checks{
		Issuer:   byDefault(false, trinoConfig), // unless required-issuer is set
		Audience: byDefault(false, trinoConfig),
	}
}

func readTrino(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents(trinoSigns()...) {
		for n := range doc.Root().All() {
			key := n.Get(trinoSigns()...)
			if key.Scalar() == "" {
				continue
			}
			known = true
			s := declare(doc, n, "trino", key.At, trinoRemote())
			s.syntax.NoDefault = true // ${ENV:NAME}
			c := s.consumer
			if s.locations(s.one(key)); len(c.JWKSURLs) == 0 {
				trinoFile().apply(c)
			}
			c.Issuers = s.one(n.Get(trinoPrefix+"required-issuer", trinoLegacy+"required-issuer"))
			c.Checks.Issuer = follows(c.Issuers, c.Checks.Issuer)
			c.Checks.Audiences = s.one(n.Get(trinoPrefix+"required-audience", trinoLegacy+"required-audience"))
			c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
			found = append(found, c)
		}
	}
	return found, known
}
