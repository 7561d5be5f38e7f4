package consumer

import (
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// kongJWTSigner reads the jwt-signer plugin of Kong Enterprise, whose source is not
// public: what its reference does not say is unknown. It trusts one key set for
// access tokens and one for channel tokens; its own signing keys are no trust.
func kongJWTSigner() Dialect {
	return Dialect{
		Product:    "kong-jwt-signer",
		Signs:      []string{"access_token_jwks_uri", "channel_token_jwks_uri"},
		Companions: kongSigns(),
		Variants:   []Variant{kongSignerKept(), kongSignerRotated()},
		Open:       func() Reader { return &fileReader{read: readKongJWTSigner} },
	}
}

const kongSignerReference = "Kong/terraform-provider-konnect@b65c9ae docs/resources/gateway_plugin_jwt_signer.md"

// kongSignerKept is the plugin without a rotate period: no time ends its copy.
func kongSignerKept() Variant {
	return Variant{
		Verified: "2026-11-23",
		Refresh: inventory.Refresh{
			Mode:      inventory.ModeMissOnly,
			Interval:  byDefault(inventory.Forever(), kongSignerReference),
			HTTPCache: inventory.CacheUnknown,
		},
		Checks: inventory.Checks{
			Audience:      byDefault(false, kongSignerReference),
			Skew:          byDefault(time.Duration(0), kongSignerReference),
			TokenOptional: byDefault(false, kongSignerReference),
			VerifiesTLS:   byDefault(false, kongSignerReference),
		},
	}
}

// kongSignerRotated is the plugin with a rotate period.
func kongSignerRotated() Variant {
	v := kongSignerKept()
	v.Name = "rotated"
	v.Refresh.Mode = inventory.ModePoll
	return v
}

func readKongJWTSigner(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, plugin := range kongPlugins(file, "jwt-signer") {
		known = true
		for _, token := range []string{"access_token", "channel_token"} {
			if plugin.get(token+"_jwks_uri") != nil {
				found = append(found, readKongSigner(plugin, token+"_"))
			}
		}
	}
	return found, known
}

func readKongSigner(plugin kongPlugin, prefix string) *inventory.Consumer {
	plugin.name = strings.TrimPrefix(plugin.name+"/"+strings.TrimSuffix(prefix, "_"), "/")
	s := plugin.declare(kongSignerKept())
	c := s.consumer
	period := parsed(s, plugin.get(prefix+"jwks_uri_rotate_period"), inventory.Value[inventory.Span]{}, "a number of seconds", whole(time.Second))
	switch {
	case period.V.D > 0:
		kongSignerRotated().apply(c)
		c.Refresh.Interval = period
	case period.From.Known(): // 0 is never
		c.Refresh.Interval = inventory.Value[inventory.Span]{V: inventory.Forever(), From: period.From, At: period.At}
	case !period.At.IsZero():
		c.Refresh.Interval = period
	}
	c.JWKSURLs = s.one(plugin.get(prefix + "jwks_uri"))
	c.Issuers = s.texts(plugin.get(prefix + "issuers_allowed"))
	c.Checks.Issuer = follows(c.Issuers, byDefault(false, kongSignerReference))
	c.Checks.Audiences = s.texts(plugin.get(prefix + "audiences_allowed"))
	c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
	if n := plugin.get("verify_" + prefix + "issuer"); n.Scalar() == "false" {
		c.Checks.Issuer = inventory.Value[bool]{From: inventory.Explicit, At: n.At}
	}
	c.Checks.Skew = readKongSkew(s, plugin.get(prefix+"leeway"), c.Checks.Skew)
	c.Checks.TokenOptional = truth(s, plugin.get(prefix+"optional"), c.Checks.TokenOptional)
	c.Checks.VerifiesTLS = truth(s, plugin.get(prefix+"endpoints_ssl_verify"), c.Checks.VerifiesTLS)
	if n := plugin.get("verify_" + prefix + "signature"); n.Scalar() == "false" {
		s.note("verify_%ssignature is false (%s): the signatures of these tokens are not checked", prefix, n.At)
	}
	return c
}
