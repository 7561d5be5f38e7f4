package consumer

import (
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// kongOpenIDConnect reads the openid-connect plugin of Kong Enterprise, whose
// source is not public: what its reference does not say is unknown.
func kongOpenIDConnect() Dialect {
	return Dialect{
		Product:    "kong-openid-connect",
		Signs:      []string{"name: openid-connect", "plugin: openid-connect"},
		Companions: kongSigns(),
		Variants:   []Variant{kongOpenIDDefaults()},
		Open:       func() Reader { return &fileReader{read: readKongOpenIDConnect} },
	}
}

const kongOpenIDReference = "Kong/terraform-provider-konnect@b65c9ae docs/resources/gateway_plugin_openid_connect.md"

// kongOpenIDDefaults discovers as needed, at most once in rediscovery_lifetime. No
// setting makes it discover by time.
func kongOpenIDDefaults() Variant {
	return Variant{
		Verified: "2026-11-23",
		Refresh: inventory.Refresh{
			Mode:      inventory.ModeMissOnly,
			HTTPCache: inventory.CacheUnknown,
			Cooldown:  byDefault(inventory.For(30*time.Second), kongOpenIDReference),
		},
		Checks: inventory.Checks{
			Audience:      byDefault(false, kongOpenIDReference),
			Skew:          byDefault(time.Duration(0), kongOpenIDReference),
			TokenOptional: byDefault(false, kongOpenIDReference),
			VerifiesTLS:   byDefault(false, kongOpenIDReference),
		},
	}
}

func readKongOpenIDConnect(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, plugin := range kongPlugins(file, "openid-connect") {
		found = append(found, readKongOpenID(plugin))
	}
	return found, len(found) > 0
}

func readKongOpenID(plugin kongPlugin) *inventory.Consumer {
	s := plugin.declare(kongOpenIDDefaults())
	c := s.consumer
	for _, issuer := range s.one(plugin.get("issuer")) {
		if isMetadataURL(issuer.V) || isMetadataURL(issuer.Text) {
			c.DiscoveryURLs = append(c.DiscoveryURLs, issuer)
		} else {
			c.Issuers = append(c.Issuers, issuer)
		}
	}
	allowed := s.texts(plugin.get("issuers_allowed"))
	c.Issuers = append(c.Issuers, allowed...)
	c.Checks.Issuer = follows(allowed, c.Checks.Issuer)
	c.JWKSURLs = append(s.one(plugin.get("jwks_endpoint")), s.texts(plugin.get("extra_jwks_uris"))...)
	c.Checks.Audiences = s.texts(plugin.get("audience_required"))
	c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
	c.Checks.Skew = readKongSkew(s, plugin.get("leeway"), c.Checks.Skew)
	c.Checks.VerifiesTLS = truth(s, plugin.get("ssl_verify"), c.Checks.VerifiesTLS)
	c.Refresh.Cooldown = parsed(s, plugin.get("rediscovery_lifetime"), c.Refresh.Cooldown, "a number of seconds", whole(time.Second))
	if anonymous := s.one(plugin.get("anonymous")); len(anonymous) > 0 {
		c.Checks.TokenOptional = inventory.Value[bool]{V: true, From: inventory.Implied, At: anonymous[0].At}
	}
	if n := plugin.get("using_pseudo_issuer"); n.Scalar() == "true" {
		c.DiscoveryURLs = nil
		s.note("using_pseudo_issuer (%s): nothing is discovered from the issuer", n.At)
	}
	if n := plugin.get("verify_signature"); n.Scalar() == "false" {
		s.note("verify_signature is false (%s): the signatures of tokens are not checked", n.At)
	}
	return c
}
