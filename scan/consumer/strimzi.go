package consumer

import (
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// strimzi reads the listeners of a Kafka object: authentication of type oauth, and
// of type custom with the same settings in a JAAS text.
func strimzi() Dialect {
	return Dialect{
		Product:  "strimzi",
		Signs:    []string{"kafka.strimzi.io"},
		Variants: []Variant{strimziDefaults()},
		Open:     func() Reader { return &fileReader{read: readStrimzi} },
	}
}

const (
	strimziHandler   = "strimzi/strimzi-kafka-oauth@e101071 oauth-server/src/main/java/io/strimzi/kafka/oauth/server/JaasServerOauthValidatorCallbackHandler.java"
	strimziValidator = "strimzi/strimzi-kafka-oauth@e101071 oauth-common/src/main/java/io/strimzi/kafka/oauth/validator/JWTSignatureValidator.java"
	strimziReadme    = "strimzi/strimzi-kafka-oauth@e101071 README.md"
)

// strimziDefaults polls; a token with an unknown kid fails and starts a fetch. Keys
// not fetched anew for the expiry, 360 seconds, are not used any more.
func strimziDefaults() Variant {
	return Variant{
		Refresh: inventory.Refresh{
			Mode:         inventory.ModePoll,
			Interval:     byDefault(inventory.For(5*time.Minute), strimziHandler),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(true, strimziValidator),
			Cooldown:     byDefault(inventory.For(time.Second), strimziHandler),
			StaleOnError: byDefault(inventory.For(time.Minute), strimziHandler), // expiry less interval
		},
		Checks: inventory.Checks{
			Issuer:        byDefault(true, strimziReadme),
			Audience:      byDefault(false, strimziReadme),
			Algorithms:    byDefault([]string(nil), strimziValidator),
			Skew:          byDefault(time.Duration(0), strimziValidator),
			TokenOptional: byDefault(false, strimziValidator),
		},
		Capabilities: inventory.Capabilities{Algorithms: byDefault([]string{ // of RSA and EC keys only
			"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES256K", "ES384", "ES512",
		}, strimziValidator)},
	}
}

// strimziSetting is a setting by its name in the custom resource and in JAAS.
type strimziSetting struct{ field, option string }

// strimziSource finds a setting in either form; its name is for messages.
type strimziSource func(strimziSetting) (value *config.Node, name string)

func readStrimzi(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents("kafka.strimzi.io") {
		for _, object := range objectsWithin(doc, "kafka.strimzi.io", "Kafka") {
			spec := object.Get("spec")
			for _, listener := range spec.Get("kafka").Get("listeners").Elements() {
				if source := strimziListener(listener.Get("authentication")); source != nil {
					known = true
					name := objectName(object) + "/" + listener.Get("name").Scalar()
					s := declare(doc, spec, name, listener.Get("authentication").At, strimziDefaults())
					if readStrimziOAuth(s, source) {
						found = append(found, s.consumer)
					}
				}
			}
		}
	}
	return found, known
}

// strimziListener tells how a listener's OAuth settings are written; nil where it has none.
func strimziListener(authentication *config.Node) strimziSource {
	switch authentication.Get("type").Scalar() {
	case "oauth":
		return func(s strimziSetting) (*config.Node, string) { return authentication.Get(s.field), "" }
	case "custom":
		listener := authentication.Get("listenerConfig")
		for _, n := range listener.Elements() {
			for i := range n.Fields {
				if options := jaasOptions(n.Fields[i].Value); options["oauth.jwks.endpoint.uri"] != nil {
					return func(s strimziSetting) (*config.Node, string) { return options[s.option], s.option }
				}
			}
		}
	}
	return nil
}

// readStrimziOAuth reports whether the listener verifies tokens by keys at all,
// rather than asking the authorization server about each.
func readStrimziOAuth(s settings, source strimziSource) bool {
	get := func(field, option string) (settings, *config.Node) {
		n, name := source(strimziSetting{field, option})
		return s.named(name), n
	}
	c := s.consumer
	at, n := get("jwksEndpointUri", "oauth.jwks.endpoint.uri")
	if c.JWKSURLs = at.one(n); len(c.JWKSURLs) == 0 {
		return false
	}
	at, n = get("validIssuerUri", "oauth.valid.issuer.uri")
	c.Issuers = at.one(n)
	readStrimziRefresh(c, get)
	c.Checks.Issuer = follows(c.Issuers, c.Checks.Issuer)
	at, n = get("checkIssuer", "oauth.check.issuer")
	if check := truth(at, n, c.Checks.Issuer); !check.V {
		c.Checks.Issuer = check
	}
	at, n = get("checkAudience", "oauth.check.audience")
	c.Checks.Audience = truth(at, n, c.Checks.Audience)
	if c.Checks.Audience.V {
		at, n = get("clientId", "oauth.client.id")
		c.Checks.Audiences = at.one(n)
	}
	return true
}

// readStrimziRefresh reads the times. The expiry counts from the last fetch that
// succeeded, so that what an outage adds is its excess over the interval.
func readStrimziRefresh(c *inventory.Consumer, get func(field, option string) (settings, *config.Node)) {
	const form = "a number of seconds"
	expiry := byDefault(inventory.For(6*time.Minute), strimziHandler)
	at, n := get("jwksRefreshSeconds", "oauth.jwks.refresh.seconds")
	c.Refresh.Interval = parsed(at, n, c.Refresh.Interval, form, whole(time.Second))
	at, n = get("jwksExpirySeconds", "oauth.jwks.expiry.seconds")
	expiry = parsed(at, n, expiry, form, whole(time.Second))
	at, n = get("jwksMinRefreshPauseSeconds", "oauth.jwks.refresh.min.pause.seconds")
	c.Refresh.Cooldown = parsed(at, n, c.Refresh.Cooldown, form, whole(time.Second))
	weaker := expiry
	if c.Refresh.Interval.From < expiry.From {
		weaker = c.Refresh.Interval
	}
	excess := inventory.Value[inventory.Span]{From: weaker.From, At: weaker.At, Text: weaker.Text, Cite: weaker.Cite}
	switch {
	case !weaker.From.Known():
	case expiry.V.D < c.Refresh.Interval.V.D+time.Minute:
		excess = inventory.Value[inventory.Span]{At: weaker.At}
		at.note("the expiry of keys is %s, want at least a minute more than the refresh of %s: the broker does not start",
			expiry.V.D, c.Refresh.Interval.V.D)
	default:
		excess.V = inventory.For(expiry.V.D - c.Refresh.Interval.V.D)
	}
	c.Refresh.StaleOnError = excess
}
