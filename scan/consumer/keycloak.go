package consumer

import (
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// keycloak reads whom a realm trusts: brokered identity providers, and clients
// that sign with keys of their own. It reads exports and objects of the operator.
func keycloak() Dialect {
	return Dialect{
		Product:    "keycloak",
		Signs:      []string{"useJwksUrl", "publicKeySignatureVerifier", "use.jwks.url", "use.jwks.string"},
		Companions: []string{"jwksUrl"},
		Variants:   []Variant{keycloakRemote(), keycloakStatic()},
		Open:       func() Reader { return &fileReader{read: readKeycloak} },
	}
}

const keycloakStorage = "keycloak/keycloak@008e7e7 InfinispanPublicKeyStorageProvider.java"

// keycloakRemote keeps a key for ever once it was found by its kid.
func keycloakRemote() Variant {
	const factory = "keycloak/keycloak@0299adb InfinispanPublicKeyStorageProviderFactory.java"
	return Variant{
		Name:     "remote",
		Verified: "2026-11-23",
		Refresh: inventory.Refresh{
			Mode:         inventory.ModeMissOnly,
			Interval:     byDefault(inventory.Forever(), keycloakStorage),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(true, keycloakStorage),
			Cooldown:     byDefault(inventory.For(10*time.Second), factory),
			StaleOnError: byDefault(inventory.Forever(), keycloakStorage),
		},
	}
}

// keycloakStatic has a key written into the realm.
func keycloakStatic() Variant {
	return Variant{Name: "static", Refresh: inventory.Refresh{Mode: inventory.ModeStatic}}
}

func readKeycloak(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents("jwksUrl", "publicKeySignatureVerifier", "jwks.url", "jwks.string") {
		for n := range doc.Root().All() {
			providers := n.Get("identityProviders")
			if providers.Is(config.List) {
				for _, provider := range providers.Items {
					of := provider.Get("config")
					if provider.Get("alias") != nil && of.Get("jwksUrl", "publicKeySignatureVerifier") != nil {
						known = true
						found = append(found, readKeycloakProvider(doc, provider, of)...)
					}
				}
			}
			attributes := n.Get("attributes")
			if n.Get("clientId") != nil && attributes.Get("jwks.url", "jwks.string") != nil {
				known = true
				found = append(found, readKeycloakClient(doc, n, attributes)...)
			}
		}
	}
	return found, known
}

func readKeycloakProvider(doc *config.Document, provider, of *config.Node) []*inventory.Consumer {
	url, key := of.Get("jwksUrl"), of.Get("publicKeySignatureVerifier")
	s := declare(doc, provider, provider.Get("alias").Scalar(), placed(url, key), keycloakRemote())
	c := s.consumer
	if validate := of.Get("validateSignature"); validate.Scalar() == "false" {
		s.note("validateSignature is false (%s): signatures are not verified", validate.At)
	}
	if enabled := provider.Get("enabled"); enabled.Scalar() == "false" {
		s.note("the provider is disabled (%s)", enabled.At)
	}
	remote := of.Get("useJwksUrl").Scalar() != "false" && url.Scalar() != ""
	switch {
	case remote:
		c.JWKSURLs = s.one(url)
		if of.Get("useJwksUrl") == nil {
			s.note("useJwksUrl is not set: that jwksUrl is used counts")
		}
	case key.Scalar() == "":
		return nil
	default:
		keycloakStatic().apply(c)
		s.pemKeys(key, of.Get("publicKeySignatureVerifierKeyId").Scalar())
	}
	c.Issuers = separated(s.one(of.Get("issuer")))
	c.Checks.Issuer = follows(c.Issuers, c.Checks.Issuer)
	return []*inventory.Consumer{c}
}

// readKeycloakClient reads a client that proves who it is with a token of its own.
func readKeycloakClient(doc *config.Document, client, attributes *config.Node) []*inventory.Consumer {
	url, keys := attributes.Get("jwks.url"), attributes.Get("jwks.string")
	s := declare(doc, client, "client "+client.Get("clientId").Scalar(), placed(url, keys), keycloakRemote())
	switch {
	case attributes.Get("use.jwks.url").Scalar() == "true" && url != nil:
		s.consumer.JWKSURLs = s.one(url)
	case attributes.Get("use.jwks.string").Scalar() == "true" && keys != nil:
		keycloakStatic().apply(s.consumer)
		s.consumer.Origin = keys.At
		s.inlineKeys(keys, asText)
	default:
		return nil
	}
	return []*inventory.Consumer{s.consumer}
}
