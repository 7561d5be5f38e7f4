package consumer

import (
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// kafka reads the OAUTHBEARER listeners of Apache Kafka brokers, as properties or
// as a mapping in another file.
func kafka() Dialect {
	return Dialect{
		Product:  "kafka",
		Signs:    []string{kafkaURL},
		Variants: []Variant{kafkaRemote(), kafkaFile()},
		Open:     func() Reader { return &fileReader{read: readKafka} },
	}
}

const (
	kafkaPrefix  = "sasl.oauthbearer."
	kafkaURL     = kafkaPrefix + "jwks.endpoint.url"
	kafkaConfigs = "apache/kafka@1eb7644 clients/src/main/java/org/apache/kafka/common/config/SaslConfigs.java"
	kafkaJWKS    = "apache/kafka@1eb7644 clients/src/main/java/org/apache/kafka/common/security/oauthbearer/internals/secured/RefreshingHttpsJwks.java"
	kafkaSecured = "apache/kafka@1eb7644 clients/src/main/java/org/apache/kafka/common/security/oauthbearer/internals/secured"
)

// kafkaRemote polls, and besides refetches in the background for an unknown kid,
// whose connection fails: at most once a minute for each.
func kafkaRemote() Variant {
	return Variant{
		Name:     "remote",
		Since:    "3.1",
		Before:   "4.0",
		Verified: "2026-11-28",
		Refresh: inventory.Refresh{
			Mode:         inventory.ModePoll,
			Interval:     byDefault(inventory.For(time.Hour), kafkaConfigs),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(true, kafkaJWKS),
			Cooldown:     byDefault(inventory.For(time.Minute), kafkaJWKS), // MISSING_KEY_ID_CACHE_IN_FLIGHT_MS
			StaleOnError: byDefault(inventory.Forever(), kafkaJWKS),
		},
		Checks:       kafkaChecks(),
		Capabilities: kafkaCapabilities(),
	}
}

// kafkaCapabilities are those of jose4j, which passes over the keys that it cannot
// read.
func kafkaCapabilities() inventory.Capabilities {
	const (
		set = "pvliesdonk/jose4j@4795f76 JsonWebKeySet.java" // 0.5; 0.9 is the same
		get = "pvliesdonk/jose4j@4795f76 Get.java"
	)
	return inventory.Capabilities{
		Spoilers: byDefault([]inventory.Spoiler(nil), set),
		MaxBody:  byDefault(512*1024, get), // characters
		MaxKeys:  byDefault(0, set),
		Timeout:  byDefault(20*time.Second, get), // to connect, and to read
	}
}

// kafkaFile has a key set in a file, which is read once.
func kafkaFile() Variant {
	return Variant{
		Name:     "file",
		Since:    "3.1",
		Before:   "4.0",
		Verified: "2026-11-28",
		Refresh:  inventory.Refresh{Mode: inventory.ModeStatic},
		Checks:   kafkaChecks(),
	}
}

func kafkaChecks() inventory.Checks {
	return inventory.Checks{
		Issuer:     byDefault(false, kafkaConfigs),
		Audience:   byDefault(false, kafkaConfigs),
		Algorithms: byDefault([]string(nil), kafkaSecured), // DISALLOW_NONE
		Skew:       byDefault(30*time.Second, kafkaConfigs),
	}
}

func readKafka(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents(kafkaURL) {
		for n := range doc.Root().All() {
			if isConfluentServer(n) {
				continue
			}
			for _, f := range members(n) {
				prefix, ok := strings.CutSuffix(f.Name, kafkaURL)
				if !ok || f.Value.Scalar() == "" {
					continue
				}
				known = true
				s := readKafkaListener(doc, n, f.Value, prefix, kafkaRemote(), kafkaFile())
				noteKafkaHandler(s, kafkaHandler(n, prefix))
				found = append(found, s.consumer)
			}
		}
	}
	return found, known
}

// readKafkaListener reads the settings of one listener, or of all where the prefix
// is empty. What a listener does not set is as for all.
func readKafkaListener(doc *config.Document, n, url *config.Node, prefix string, remote, local Variant) settings {
	get := func(name string) *config.Node {
		if own := n.Get(prefix + kafkaPrefix + name); own != nil {
			return own
		}
		return n.Get(kafkaPrefix + name)
	}
	name := "kafka"
	if listener, _, _ := strings.Cut(strings.TrimPrefix(prefix, "listener.name."), "."); listener != "" {
		name = listener
	}
	s := declare(doc, n, name, url.At, remote)
	s.syntax = kafkaPlaceholders()
	c := s.consumer
	if s.locations(s.one(url)); len(c.JWKSURLs) == 0 {
		local.apply(c)
	} else {
		c.Refresh.Interval = parsed(s, get("jwks.endpoint.refresh.ms"), c.Refresh.Interval, "a number of milliseconds", whole(time.Millisecond))
	}
	c.Issuers = s.one(get("expected.issuer"))
	c.Checks.Issuer = follows(c.Issuers, c.Checks.Issuer)
	c.Checks.Audiences = separated(s.texts(get("expected.audience")))
	c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
	c.Checks.Skew = asSkew(parsed(s, get("clock.skew.seconds"), skewSpan(c.Checks.Skew), "a number of seconds", whole(time.Second)))
	return s
}

// kafkaHandler is the class that verifies the tokens of a listener.
func kafkaHandler(n *config.Node, prefix string) *config.Node {
	const setting = "sasl.server.callback.handler.class"
	listener := strings.TrimSuffix(prefix, "oauthbearer.")
	return n.Get(listener+"oauthbearer."+setting, listener+setting, "oauthbearer."+setting, setting)
}

// noteKafkaHandler says where the class, which may stand in another file, decides
// that no key is asked for: by default tokens need no signature (SaslChannelBuilder).
func noteKafkaHandler(s settings, handler *config.Node) {
	switch {
	case handler == nil:
		s.note("sasl.server.callback.handler.class of the listener is not in the file: where it is nowhere, tokens without a signature pass")
	case strings.HasSuffix(handler.Scalar(), "OAuthBearerUnsecuredValidatorCallbackHandler"):
		s.note("sasl.server.callback.handler.class (%s) lets tokens without a signature pass", handler.At)
	}
}

// kafkaPlaceholders are ${provider:path:key} of a ConfigProvider.
func kafkaPlaceholders() config.Placeholders {
	return config.Placeholders{Colon: true, NoDefault: true}
}
