package consumer

import (
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// spring reads the JWT resource server of Spring Boot, in YAML or properties,
// with its profiles. No property bears on the caching of keys; whether the
// application is servlet or reactive decides, and that is seldom said.
func spring() Dialect {
	return Dialect{
		Product:    "spring",
		Signs:      append(springSigns(), springVariable),
		Companions: springTypeSigns(),
		Variants:   []Variant{springServlet(), springReactive(), springUndecided(), springPublicKey()},
		Open: func() Reader {
			return &applicationReader{
				signs: append(springSigns(), springTypeSigns()...), matters: springMatters, consumers: springView.springConsumers,
				variables: []string{
					springPrefix + "jwk-set-uri", springPrefix + "issuer-uri", springPrefix + "public-key-location",
					springPrefix + "audiences", springPrefix + "jws-algorithms", "spring.main.web-application-type",
				},
				variableSign: springVariable,
			}
		},
	}
}

// springSigns are the spellings of one element under relaxed binding.
func springSigns() []string {
	return []string{"resourceserver", "resource-server", "resourceServer", "resource_server"}
}

func springTypeSigns() []string {
	return []string{"web-application-type", "webApplicationType", "web_application_type"}
}

const (
	springDecoder    = "spring-projects/spring-security@d449950 oauth2/oauth2-jose/src/main/java/org/springframework/security/oauth2/jwt/NimbusJwtDecoder.java"
	springReactor    = "spring-projects/spring-security@d449950 oauth2/oauth2-jose/src/main/java/org/springframework/security/oauth2/jwt/ReactiveRemoteJWKSource.java"
	springTimestamp  = "spring-projects/spring-security@d449950 oauth2/oauth2-jose/src/main/java/org/springframework/security/oauth2/jwt/JwtTimestampValidator.java"
	springAlgorithms = "spring-projects/spring-security@411dbb8 oauth2/oauth2-jose/src/main/java/org/springframework/security/oauth2/jose/jws/SignatureAlgorithm.java"
	springNimbus     = "Nimbus JOSE+JWT JWKSourceBuilder.java DEFAULT_CACHE_TIME_TO_LIVE, in g-roch/pqeid-nimbus-jose-jwt@5fb46ee"
	springProperties = "spring-projects/spring-boot@0fde29d module/spring-boot-security-oauth2-resource-server/src/main/java/org/springframework/boot/security/oauth2/server/resource/autoconfigure/OAuth2ResourceServerProperties.java"
	springBeans      = "spring-projects/spring-boot@185b446 module/spring-boot-security-oauth2-resource-server/src/main/java/org/springframework/boot/security/oauth2/server/resource/autoconfigure/JwtDecoderConfiguration.java"
)

// springVariable is what the environment variables of the resource server begin with.
const springVariable = "SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_"

// springServlet keeps a copy for five minutes, refetches for every unknown kid
// and fails where it cannot.
func springServlet() Variant {
	return Variant{
		Name: "servlet",
		Refresh: inventory.Refresh{
			Mode:         inventory.ModeLazy,
			Interval:     byDefault(inventory.For(5*time.Minute), springNimbus),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(true, springDecoder),
			Cooldown:     byDefault(inventory.For(0), springDecoder), // rateLimited(false)
			StaleOnError: byDefault(inventory.For(0), springDecoder),
			Verdicts:     byDefault(inventory.For(0), springDecoder),
		},
		Checks:       springChecks(),
		Capabilities: springCapabilities(),
	}
}

// springReactive keeps a copy until a kid is not in it.
func springReactive() Variant {
	return Variant{
		Name: "reactive",
		Refresh: inventory.Refresh{
			Mode:         inventory.ModeMissOnly,
			Interval:     byDefault(inventory.Forever(), springReactor),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(true, springReactor),
			Cooldown:     byDefault(inventory.For(0), springReactor),
			StaleOnError: byDefault(inventory.Forever(), springReactor),
			Verdicts:     byDefault(inventory.For(0), springReactor),
		},
		Checks:       springChecks(),
		Capabilities: springCapabilities(),
	}
}

// springUndecided is one of the two: what they share is known, and the rest lies
// between the one's five minutes and the other's for ever, so it counts as unknown.
func springUndecided() Variant {
	v := springServlet()
	v.Name = "servlet-or-reactive"
	v.Refresh.Interval = inventory.Value[inventory.Span]{V: inventory.Forever()}
	v.Refresh.StaleOnError = inventory.Value[inventory.Span]{V: inventory.Forever()}
	return v
}

// springPublicKey has one key in a file.
func springPublicKey() Variant {
	return Variant{
		Name: "public-key",
		Refresh: inventory.Refresh{
			Mode:     inventory.ModeStatic,
			Verdicts: byDefault(inventory.For(0), springDecoder),
		},
		Checks:       springChecks(),
		Capabilities: springCapabilities(),
	}
}

func springChecks() inventory.Checks {
	return inventory.Checks{
		Issuer:     byDefault(false, springBeans),
		Audience:   byDefault(false, springBeans),
		Algorithms: byDefault([]string{"RS256"}, springProperties),
		Skew:       byDefault(time.Minute, springTimestamp),
	}
}

func springCapabilities() inventory.Capabilities {
	return inventory.Capabilities{Algorithms: byDefault([]string{
		"RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "PS384", "PS512",
	}, springAlgorithms)}
}

// springConsumers reads what one set of active profiles amounts to; none where it is no resource server.
func (v springView) springConsumers() []*inventory.Consumer {
	keySet, issuer, key := v.jwt("jwkseturi"), v.jwt("issueruri"), v.jwt("publickeylocation")
	declaring := keySet
	for _, n := range []*config.Node{issuer, key} {
		if declaring == nil {
			declaring = n
		}
	}
	if declaring == nil {
		return nil
	}
	s := v.read("spring", declaring, springUndecided())
	v.readRefresh(s, keySet != nil || issuer != nil)
	v.readKeys(s, keySet, issuer, key)
	v.readChecks(s, keySet != nil || issuer == nil)
	return []*inventory.Consumer{s.consumer}
}

func (v springView) readRefresh(s settings, remote bool) {
	kind := v.find("spring.main.webapplicationtype")
	word, _ := s.named("spring.main.web-application-type").text(kind)
	switch {
	case !remote:
		springPublicKey().apply(s.consumer)
	case strings.EqualFold(word.V, "servlet"):
		springServlet().apply(s.consumer)
	case strings.EqualFold(word.V, "reactive"):
		springReactive().apply(s.consumer)
	default:
		s.note("spring.main.web-application-type does not say whether the application is servlet (keys expire after 5m) or reactive (never): the wider bounds count")
	}
}

func (v springView) readKeys(s settings, keySet, issuer, key *config.Node) {
	c := s.consumer
	c.JWKSURLs = s.named(springPrefix + "jwk-set-uri").one(keySet)
	c.Issuers = s.named(springPrefix + "issuer-uri").one(issuer)
	switch {
	case key == nil:
	case keySet == nil && issuer == nil:
		c.StaticFiles = s.named(springPrefix + "public-key-location").one(key)
	default:
		s.note("public-key-location (%s) has no effect beside jwk-set-uri or issuer-uri", key.At)
	}
}

func (v springView) readChecks(s settings, listed bool) {
	checks := &s.consumer.Checks
	checks.Issuer = follows(s.consumer.Issuers, checks.Issuer)
	checks.Audiences = v.list(s, springPrefix+"audiences")
	checks.Audience = follows(checks.Audiences, checks.Audience)
	algorithms := v.list(s, springPrefix+"jws-algorithms")
	switch {
	case !listed: // taken from the key set that the issuer's metadata names
		checks.Algorithms = byDefault([]string(nil), springBeans)
		if len(algorithms) > 0 {
			s.note("jws-algorithms (%s) has no effect without jwk-set-uri", algorithms[0].At)
		}
	case len(algorithms) > 0:
		checks.Algorithms = inventory.Value[[]string]{From: algorithms[0].From, At: algorithms[0].At, Text: algorithms[0].Text}
		for _, a := range algorithms {
			checks.Algorithms.From = min(checks.Algorithms.From, a.From)
			checks.Algorithms.V = append(checks.Algorithms.V, a.V)
		}
	}
}
