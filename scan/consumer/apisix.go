package consumer

import (
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// apisix reads the plugins openid-connect and jwt-auth of routes, services and
// consumers, where these verify tokens with public keys: openid-connect without
// use_jwks and public_key has the issuer look at them, and jwt-auth with a secret
// trusts nobody's published key.
func apisix() Dialect {
	return Dialect{
		Product:    "apisix",
		Signs:      []string{"use_jwks", "jwk_expires_in"},
		Companions: []string{"openid-connect", "jwt-auth"},
		Variants:   []Variant{apisixJWKS(), apisixPublicKey(), apisixJWTAuth()},
		Open:       func() Reader { return &fileReader{read: readAPISIX} },
	}
}

const (
	apisixOIDC  = "apache/apisix@f519a0f apisix/plugins/openid-connect.lua"
	apisixResty = "zmartzone/lua-resty-openidc@fabf64e lib/resty/openidc.lua"
	apisixJWT   = "apache/apisix@f519a0f apisix/plugins/jwt-auth.lua"
)

// apisixJWKS keeps the key set and each key for a day, and a verified token until
// its exp.
func apisixJWKS() Variant {
	return Variant{
		Name:     "jwks",
		Verified: "2026-11-28",
		Refresh: inventory.Refresh{
			Mode:         inventory.ModeLazy,
			Interval:     byDefault(inventory.For(24*time.Hour), apisixResty),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(true, apisixResty),
			Cooldown:     byDefault(inventory.For(0), apisixResty),
			StaleOnError: byDefault(inventory.For(0), apisixResty),
			Verdicts:     byDefault(inventory.Forever(), apisixResty),
		},
		Checks:       apisixChecks(),
		Capabilities: apisixCapabilities(),
	}
}

// apisixCapabilities: it looks for the one key that a token names, among those for
// RSA, and takes its certificate, where there is one, for its members.
func apisixCapabilities() inventory.Capabilities {
	return inventory.Capabilities{
		Algorithms:       byDefault([]string{"RS256", "RS384", "RS512"}, apisixResty),
		KeyTypes:         byDefault([]string{"RSA"}, apisixResty),
		Spoilers:         byDefault([]inventory.Spoiler(nil), apisixResty),
		FollowsRedirects: byDefault(false, apisixResty),
		MaxKeys:          byDefault(0, apisixResty),
	}
}

// apisixPublicKey is openid-connect with a key written into it.
func apisixPublicKey() Variant {
	return Variant{
		Name:     "public-key",
		Verified: "2026-11-28",
		Refresh: inventory.Refresh{
			Mode:     inventory.ModeStatic,
			Verdicts: byDefault(inventory.Forever(), apisixResty),
		},
		Checks: apisixChecks(),
	}
}

func apisixChecks() inventory.Checks {
	return inventory.Checks{
		Issuer:   byDefault(true, apisixOIDC), // of the metadata, where no others are valid
		Audience: byDefault(false, apisixOIDC),
		Skew:     byDefault(2*time.Minute, apisixResty),
	}
}

// apisixJWTAuth is a consumer with a key of its own.
func apisixJWTAuth() Variant {
	return Variant{
		Name:     "jwt-auth",
		Verified: "2026-11-28",
		Refresh: inventory.Refresh{
			Mode:     inventory.ModeStatic,
			Verdicts: byDefault(inventory.For(0), apisixJWT),
		},
		Checks: inventory.Checks{
			Issuer:     byDefault(false, apisixJWT),
			Audience:   byDefault(false, apisixJWT),
			Algorithms: byDefault([]string{"HS256"}, apisixJWT),
			Skew:       byDefault(time.Duration(0), apisixJWT),
		},
	}
}

func readAPISIX(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents("openid-connect", "jwt-auth") {
		object := strings.HasPrefix(doc.Root().Get("apiVersion").Scalar(), "apisix.apache.org/")
		for n := range doc.Root().All() {
			name := n.Get("username", "name", "id", "uri").Scalar()
			for _, f := range apisixPlugins(n.Get("plugins"), object) {
				switch {
				case f.Name == "openid-connect" && f.Value.Get("discovery") != nil:
					found = append(found, readAPISIXOpenID(doc, f.Value, name)...)
				case f.Name == "jwt-auth" && f.Value.Get("public_key") != nil:
					found = append(found, readAPISIXConsumer(doc, f.Value, name))
				default:
					continue
				}
				known = true
			}
		}
	}
	return found, known
}

// apisixPlugins gives plugins by name. Only the objects of the ingress controller
// list them, as other products do.
func apisixPlugins(plugins *config.Node, object bool) []config.Field {
	out := members(plugins)
	if !object || !plugins.Is(config.List) {
		return out
	}
	for _, item := range plugins.Items {
		if item.Get("enable").Scalar() != "false" {
			out = append(out, config.Field{Name: item.Get("name").Scalar(), At: item.At, Value: item.Get("config")})
		}
	}
	return out
}

func readAPISIXConsumer(doc *config.Document, jwt *config.Node, name string) *inventory.Consumer {
	s := declare(doc, jwt, name, jwt.Get("public_key").At, apisixJWTAuth())
	s.pinReferable(jwt.Get("public_key"))
	checks := &s.consumer.Checks
	checks.Algorithms = allowed(s.one(jwt.Get("algorithm")), checks.Algorithms)
	checks.Skew = parsed(s, jwt.Get("lifetime_grace_period"), checks.Skew, "a number of seconds", seconds)
	return s.consumer
}

// pinReferable pins a key that may stand in a secret manager or the environment.
func (s settings) pinReferable(n *config.Node) {
	if text := n.Scalar(); strings.HasPrefix(text, "$secret://") || strings.HasPrefix(text, "$env://") {
		s.unresolved(n, text)
		return
	}
	s.pemKeys(n, "")
}

func readAPISIXOpenID(doc *config.Document, oidc *config.Node, name string) []*inventory.Consumer {
	s := declare(doc, oidc, name, oidc.Get("discovery").At, apisixJWKS())
	c := s.consumer
	remote := truth(s, oidc.Get("use_jwks"), inventory.Value[bool]{From: inventory.VendorDefault})
	switch key := oidc.Get("public_key"); {
	case key != nil:
		apisixPublicKey().apply(c)
		s.pinReferable(key)
	case remote.From.Known() && !remote.V:
		return nil
	default:
		c.DiscoveryURLs = s.one(oidc.Get("discovery"))
		c.Refresh.Interval = parsed(s, oidc.Get("jwk_expires_in"), c.Refresh.Interval, "a number of seconds", whole(time.Second))
	}
	ignored := truth(s, oidc.Get("jwt_verification_cache_ignore"), inventory.Value[bool]{})
	switch {
	case ignored.V && ignored.From.Known():
		c.Refresh.Verdicts = inventory.Value[inventory.Span]{From: inventory.Implied, At: ignored.At}
	case ignored.From == inventory.Unresolved:
		c.Refresh.Verdicts = inventory.Value[inventory.Span]{V: inventory.Forever(), From: ignored.From, At: ignored.At, Text: ignored.Text}
	}
	readAPISIXChecks(s, oidc)
	return []*inventory.Consumer{c}
}

func readAPISIXChecks(s settings, oidc *config.Node) {
	c := s.consumer
	validator := oidc.Get("claim_validator")
	c.Issuers = s.texts(validator.Get("issuer").Get("valid_issuers"))
	c.Checks.Issuer = follows(c.Issuers, c.Checks.Issuer)
	audience := validator.Get("audience")
	if truth(s, audience.Get("match_with_client_id"), inventory.Value[bool]{}).V {
		c.Checks.Audiences = s.one(oidc.Get("client_id"))
		c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
	}
	c.Checks.Algorithms = allowed(s.one(oidc.Get("token_signing_alg_values_expected")), c.Checks.Algorithms)
	c.Checks.Skew = parsed(s, oidc.Get("iat_slack"), c.Checks.Skew, "a number of seconds", seconds)
	c.Checks.VerifiesTLS = truth(s, oidc.Get("ssl_verify"), c.Checks.VerifiesTLS)
}
