package consumer

import (
	"strconv"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// smallryeJWT reads MicroProfile JWT with the settings that SmallRye, its
// implementation in Quarkus, WildFly and others, adds to it.
func smallryeJWT() Dialect {
	signs := []string{"mp.jwt.verify.", "smallrye.jwt.verify.", "smallrye.jwt.jwks."}
	companions := []string{"publickey:", "smallrye:"}
	const variable = "MP_JWT_VERIFY_"
	return Dialect{
		Product:    "smallrye-jwt",
		Signs:      append(signs, variable),
		Companions: companions,
		Variants:   []Variant{smallryeRemote(), smallryeLocal(), smallryeUnlocated()},
		Open: func() Reader {
			return &applicationReader{
				signs: append(signs, companions...),
				matters: func(plain string) bool {
					return strings.HasPrefix(plain, "mp.jwt.verify.") || strings.HasPrefix(plain, "smallrye.jwt.")
				},
				consumers: springView.smallryeConsumers,
				variables: []string{
					"mp.jwt.verify.publickey", "mp.jwt.verify.publickey.location", "mp.jwt.verify.publickey.algorithm",
					"mp.jwt.verify.issuer", "mp.jwt.verify.audiences", "mp.jwt.verify.clock.skew",
					"smallrye.jwt.jwks.refresh-interval", "smallrye.jwt.jwks.forced-refresh-interval",
				},
				variableSign: variable,
			}
		},
	}
}

const (
	smallryeDoc      = "smallrye/smallrye-jwt@09c343c doc/modules/ROOT/pages/configuration.adoc"
	smallryeResolver = "smallrye/smallrye-jwt@bc94297 AbstractKeyLocationResolver.java"
)

// smallryeRemote keeps a copy for an hour, or for the max-age of the response, and
// refetches for unknown kids at most every half hour.
func smallryeRemote() Variant {
	return Variant{
		Name: "remote",
		Refresh: inventory.Refresh{
			Mode:         inventory.ModeLazy,
			Interval:     byDefault(inventory.For(time.Hour), smallryeDoc),
			HTTPCache:    inventory.CacheReplaces,
			UnknownKid:   byDefault(true, smallryeDoc),
			Cooldown:     byDefault(inventory.For(30*time.Minute), smallryeDoc),
			StaleOnError: byDefault(inventory.For(0), smallryeResolver),
		},
		Checks: smallryeChecks(),
	}
}

// smallryeLocal has its key in the configuration or in a file.
func smallryeLocal() Variant {
	return Variant{
		Name:    "local",
		Refresh: inventory.Refresh{Mode: inventory.ModeStatic},
		Checks:  smallryeChecks(),
	}
}

// smallryeUnlocated names no key: the server has it, or an extension.
func smallryeUnlocated() Variant {
	return Variant{
		Name:    "unlocated",
		Refresh: inventory.Refresh{Mode: inventory.ModeUnknown},
		Checks:  smallryeChecks(),
	}
}

func smallryeChecks() inventory.Checks {
	return inventory.Checks{
		Issuer:      byDefault(false, smallryeDoc),
		Audience:    byDefault(false, smallryeDoc),
		Algorithms:  byDefault([]string{"RS256"}, smallryeDoc),
		Skew:        byDefault(time.Minute, smallryeDoc),
		VerifiesTLS: byDefault(true, smallryeDoc),
	}
}

// smallryeConsumers reads the one consumer of an application.
func (v springView) smallryeConsumers() []*inventory.Consumer {
	const location, preferred = "mp.jwt.verify.publickey.location", "smallrye.jwt.verify.key.location"
	declaring, name := v.setting(preferred, location, "mp.jwt.verify.publickey", "mp.jwt.verify.issuer")
	if declaring == nil {
		return nil
	}
	s := v.read("smallrye-jwt", declaring, smallryeUnlocated())
	switch name {
	case "mp.jwt.verify.publickey":
		smallryeLocal().apply(s.consumer)
		s.named(name).inlineKeyOrPEM(declaring)
	case location, preferred:
		smallryeLocal().apply(s.consumer)
		if s.locations(v.texts(s, name)); len(s.consumer.JWKSURLs) > 0 {
			smallryeRemote().apply(s.consumer)
			v.smallryeRefresh(s)
		}
	default:
		s.note("no key is configured here (%s): where keys come from is not known", location)
	}
	v.smallryeChecks(s)
	return []*inventory.Consumer{s.consumer}
}

func (v springView) smallryeRefresh(s settings) {
	refresh := &s.consumer.Refresh
	const form = "a whole number of minutes"
	refresh.Interval = property(v, s, refresh.Interval, form, whole(time.Minute), "smallrye.jwt.jwks.refresh-interval")
	refresh.Cooldown = property(v, s, refresh.Cooldown, form, whole(time.Minute), "smallrye.jwt.jwks.forced-refresh-interval")
	if n, name := v.setting("smallrye.jwt.jwks.retain-cache-on-error-duration"); n != nil {
		refresh.StaleOnError = inventory.Value[inventory.Span]{V: inventory.Forever(), At: n.At}
		s.note("%s (%s) is set: its unit was not verified, so how long keys outlive errors is unknown", name, n.At)
	}
	if n, name := v.setting("smallrye.jwt.token.kid"); n != nil {
		s.note("%s (%s): only the key of this kid verifies tokens", name, n.At)
	}
}

func (v springView) smallryeChecks(s settings) {
	c := s.consumer
	c.Issuers = v.texts(s, "mp.jwt.verify.issuer")
	c.Checks.Issuer = follows(c.Issuers, c.Checks.Issuer)
	c.Checks.Audiences = v.lists(s, "mp.jwt.verify.audiences", "smallrye.jwt.verify.aud")
	c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
	c.Checks.Algorithms = allowed(
		v.texts(s, "mp.jwt.verify.publickey.algorithm", "smallrye.jwt.verify.algorithm"), c.Checks.Algorithms)
	c.Checks.Skew = asSkew(property(v, s, skewSpan(c.Checks.Skew), "a number of seconds", whole(time.Second),
		"mp.jwt.verify.clock.skew", "smallrye.jwt.expiration.grace"))
	if n, name := v.setting("smallrye.jwt.client.tls.trust-all"); n != nil {
		c.Checks.VerifiesTLS = not(parsed(s.named(name), n, inventory.Value[bool]{}, "true or false", strconv.ParseBool))
	}
}
