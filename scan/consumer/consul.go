package consumer

import (
	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// consul reads ACL auth methods of the types jwt and oidc, as the API takes them,
// and the JWT providers of its service mesh.
func consul() Dialect {
	return Dialect{
		Product:    "consul",
		Signs:      authMethodSources(),
		Companions: []string{consulProviderSign, consulProviderKind}, // words of other products too
		Variants:   []Variant{consulRemote(), consulStatic(), consulProvider(), consulProviderLocal()},
		Open:       func() Reader { return &fileReader{read: readConsul} },
	}
}

// authMethodSources are the settings that say where keys come from.
func authMethodSources() []string {
	return []string{"JWKSURL", "OIDCDiscoveryURL", "JWTValidationPubKeys"}
}

const (
	consulConfig = "hashicorp/consul@0b65633 internal/go-sso/oidcauth/config.go"
	consulAuth   = "hashicorp/consul@084acad internal/go-sso/oidcauth/auth.go"
)

func consulRemote() Variant {
	return Variant{Name: "remote", Verified: "2026-11-23", Refresh: checkedEachTime(goOIDCRefresh(), consulAuth), Checks: consulChecks(), Capabilities: consulCapabilities()}
}

// consulStatic has its keys written into the method.
func consulStatic() Variant {
	return Variant{
		Name:     "static",
		Verified: "2026-11-23",
		Refresh: inventory.Refresh{
			Mode:     inventory.ModeStatic,
			Verdicts: byDefault(inventory.For(0), consulAuth),
		},
		Checks:       consulChecks(),
		Capabilities: consulCapabilities(),
	}
}

func consulChecks() inventory.Checks {
	return inventory.Checks{
		Issuer:     byDefault(false, consulConfig),
		Audience:   byDefault(false, consulConfig),
		Algorithms: byDefault([]string{"RS256"}, consulConfig),
	}
}

func consulCapabilities() inventory.Capabilities {
	return inventory.Capabilities{Algorithms: byDefault([]string{
		"RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "PS384", "PS512",
	}, consulConfig)}
}

func readConsul(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents(append(authMethodSources(), consulProviderSign, consulProviderKind)...) {
		if providers := readConsulProviders(doc); len(providers) > 0 {
			found, known = append(found, providers...), true
		}
		for n := range doc.Root().All() {
			kind := n.Get("Type").Scalar()
			method := n.Get("Config")
			if kind != "jwt" && kind != "oidc" || method.Get(authMethodSources()...) == nil {
				continue // Nomad's types are in capitals
			}
			known = true
			found = append(found, readConsulMethod(doc, n, method, kind))
		}
	}
	return found, known
}

func readConsulMethod(doc *config.Document, n, method *config.Node, kind string) *inventory.Consumer {
	s := declare(doc, n, n.Get("Name").Scalar(), placed(method.Get(authMethodSources()...)), consulRemote())
	bound := s.texts(method.Get("BoundIssuer"))
	readAuthMethod(s, method, bound, consulStatic())
	c := s.consumer
	if method.Get("OIDCDiscoveryURL") != nil { // whether metadata binds the issuer as well was not verified
		c.Checks.Issuer = inventory.Value[bool]{}
	}
	c.Checks.Issuer = follows(bound, c.Checks.Issuer)
	c.Checks.Audiences = s.texts(method.Get("BoundAudiences"))
	if kind == "oidc" {
		c.Checks.Audiences = append(c.Checks.Audiences, s.one(method.Get("OIDCClientID"))...)
	}
	c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
	c.Checks.Algorithms = allowed(s.texts(method.Get("JWTSupportedAlgs")), c.Checks.Algorithms)
	return c
}

// readAuthMethod reads where keys come from, as Consul and Nomad say it. Metadata
// is that of the issuer, unless others are bound.
func readAuthMethod(s settings, method *config.Node, bound []inventory.Value[string], static Variant) {
	c := s.consumer
	c.JWKSURLs = s.one(method.Get("JWKSURL"))
	discovery := s.one(method.Get("OIDCDiscoveryURL"))
	if len(c.JWKSURLs)+len(discovery) == 0 {
		static.apply(c)
		for _, key := range method.Get("JWTValidationPubKeys").Elements() {
			s.pemKeys(key, "")
		}
	}
	if c.Issuers = bound; len(bound) == 0 {
		c.Issuers = discovery
	} else {
		c.DiscoveryURLs = below(discovery, metadataPath)
	}
}
