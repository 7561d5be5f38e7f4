package consumer

import (
	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// oauth2Proxy reads the options of oauth2-proxy in all their spellings: the
// configuration file, flags, variables and Helm's extraArgs, and the providers of
// the alpha configuration. No option bears on the caching of keys.
func oauth2Proxy() Dialect {
	return Dialect{
		Product: "oauth2-proxy",
		Signs: []string{
			"oidc_jwks_url", "oidc-jwks-url", "OAUTH2_PROXY_OIDC_", "OAUTH2_PROXY_EXTRA_JWT_ISSUERS",
			"extra_jwt_issuers", "extra-jwt-issuers", "oidc_public_key_files",
			"insecure_oidc_skip_issuer_verification", "insecure-oidc-skip-issuer-verification",
		},
		Companions: []string{"oidc_issuer_url", "oidc-issuer-url", "oidcConfig"}, // words of other products too
		Variants:   []Variant{oauth2ProxyRemote(), oauth2ProxyStatic()},
		Open:       func() Reader { return &fileReader{read: readOAuth2Proxy} },
	}
}

const oauth2ProxyVerifier = "oauth2-proxy/oauth2-proxy@14af295 pkg/providers/oidc/provider_verifier.go"

func oauth2ProxyRemote() Variant {
	const module = "oauth2-proxy/oauth2-proxy@14af295 go.mod" // go-oidc 3.20; earlier versions bear less
	can := laterGoOIDCCapabilities(module)
	can.LeastRSABits = inventory.Value[int]{} // up to the Go that it is built with
	return Variant{
		Name: "remote", Verified: "2026-11-28",
		Refresh: goOIDCRefresh(), Checks: oauth2ProxyChecks(), Capabilities: can,
	}
}

// oauth2ProxyStatic has its keys in files.
func oauth2ProxyStatic() Variant {
	return Variant{Name: "static", Refresh: inventory.Refresh{Mode: inventory.ModeStatic}, Checks: oauth2ProxyChecks()}
}

func oauth2ProxyChecks() inventory.Checks {
	return inventory.Checks{
		Issuer:   byDefault(true, oauth2ProxyVerifier),
		Audience: byDefault(true, oauth2ProxyVerifier), // that of the client
		Skew:     goOIDCSkew(),
	}
}

func readOAuth2Proxy(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents(append(oauth2Proxy().Signs, oauth2Proxy().Companions...)...) {
		for n := range doc.Root().All() {
			for _, o := range oauth2Options(doc, n) {
				known = true
				found = append(found, o.consumers()...)
			}
		}
	}
	return found, known
}

// consumers are the provider and, for bearer tokens, every further issuer.
func (o oauth2ProxyOptions) consumers() []*inventory.Consumer {
	var out []*inventory.Consumer
	if o.get("oidc_issuer_url") != nil || o.get("oidc_jwks_url") != nil || o.get("oidc_public_key_files") != nil {
		out = append(out, o.provider())
	}
	for _, n := range o.all("extra_jwt_issuers") {
		unlisted := settings{consumer: &inventory.Consumer{}}
		for _, v := range unlisted.one(n) {
			for _, pair := range commaSeparated(v) {
				s := declare(o.doc, nil, "extra_jwt_issuers", n.At, oauth2ProxyRemote())
				readExtraIssuer(s, pair)
				out = append(out, s.consumer)
			}
		}
	}
	return out
}

func (o oauth2ProxyOptions) provider() *inventory.Consumer {
	issuer, keys := o.get("oidc_issuer_url"), o.get("oidc_jwks_url")
	s := declare(o.doc, nil, o.name, placed(issuer, keys, o.get("oidc_public_key_files")), oauth2ProxyRemote())
	c := s.consumer
	texts := func(name string) []inventory.Value[string] {
		var out []inventory.Value[string]
		for _, n := range o.all(name) {
			out = append(out, separated(s.named(name).one(n))...)
		}
		return out
	}
	c.Issuers, c.JWKSURLs, c.StaticFiles = texts("oidc_issuer_url"), texts("oidc_jwks_url"), texts("oidc_public_key_files")
	if len(c.StaticFiles) > 0 {
		oauth2ProxyStatic().apply(c)
	}
	no := inventory.Value[bool]{}
	if skips := truth(s.named("insecure_oidc_skip_issuer_verification"), o.get("insecure_oidc_skip_issuer_verification"), no); !skips.At.IsZero() {
		c.Checks.Issuer = not(skips)
	}
	c.Checks.Audiences = append(texts("client_id"), texts("oidc_extra_audiences")...)
	if skips := truth(s.named("ssl_insecure_skip_verify"), o.get("ssl_insecure_skip_verify"), no); !skips.At.IsZero() {
		c.Checks.VerifiesTLS = not(skips)
	}
	c.Checks.Algorithms = allowed(texts("oidc_enabled_signing_algs"), c.Checks.Algorithms)
	return c
}
