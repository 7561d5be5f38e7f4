package consumer

import (
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// confluent reads what Confluent Platform has beside Apache Kafka: the listeners of
// its own server, the Metadata Service, the services with a REST interface (REST
// Proxy, Schema Registry, Connect, ksqlDB) and single sign-on, as properties, as a
// mapping in another file or as resources of Confluent for Kubernetes.
func confluent() Dialect {
	return Dialect{
		Product:  "confluent",
		Signs:    []string{confluentURL, confluentSignOn, confluentGroup},
		Variants: []Variant{confluentListener(), confluentApache(), confluentService("service"), confluentService("sign-on"), confluentFile()},
		Open:     func() Reader { return &fileReader{read: readConfluent} },
	}
}

const (
	confluentURL      = "oauthbearer.jwks.endpoint.url"
	confluentMetadata = "confluent.metadata.server."
	confluentSignOn   = "confluent.oidc.idp."
	confluentGroup    = "platform.confluent.io"
)

// confluentListener is a listener whose tokens a class of Confluent Server verifies,
// of which no source is public.
func confluentListener() Variant { return confluentService("listener") }

// confluentApache is a listener whose tokens the class of Apache Kafka verifies.
func confluentApache() Variant {
	v := kafkaRemote()
	v.Name, v.Since, v.Before = "listener-apache", "", "" // these are Kafka's
	return v
}

// confluentService renews keys in a way of which no source is public.
func confluentService(name string) Variant {
	return Variant{Name: name, Refresh: inventory.Refresh{Mode: inventory.ModeUnknown, HTTPCache: inventory.CacheUnknown}}
}

// confluentFile has a key set in a file.
func confluentFile() Variant {
	return Variant{Name: "file", Refresh: inventory.Refresh{Mode: inventory.ModeStatic}}
}

func readConfluent(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents(confluent().Signs...) {
		for n := range doc.Root().All() {
			found = append(found, readConfluentProperties(doc, n, isConfluentServer(n))...)
		}
		found = append(found, readConfluentObjects(doc)...)
	}
	return found, len(found) > 0
}

// isConfluentServer tells the broker's properties from those of Apache Kafka: by a
// class or a setting that only Confluent Server has.
func isConfluentServer(n *config.Node) bool {
	for _, f := range members(n) {
		if strings.Contains(f.Value.Scalar(), "io.confluent.kafka.") {
			return true
		}
		for _, prefix := range []string{confluentMetadata, confluentSignOn, "confluent.oauth.", "confluent.authorizer.", "confluent.license"} {
			if strings.HasPrefix(f.Name, prefix) {
				return true
			}
		}
	}
	return false
}

func readConfluentProperties(doc *config.Document, n *config.Node, server bool) []*inventory.Consumer {
	var out []*inventory.Consumer
	for _, f := range members(n) {
		prefix, found := strings.CutSuffix(f.Name, confluentURL)
		listener, isListener := strings.CutSuffix(prefix, "sasl.")
		switch {
		case f.Value.Scalar() == "":
		case found && isListener && server:
			out = append(out, readConfluentListener(doc, n, f.Value, listener))
		case found && !isListener:
			s := declare(doc, n, confluentName(prefix), f.Value.At, confluentService("service"))
			readConfluentService(s, n, f.Value, prefix, prefix+"oauthbearer.expected.issuer", prefix+"oauthbearer.expected.audience")
			out = append(out, s.consumer)
		case f.Name == confluentSignOn+"jwks.endpoint.uri":
			s := declare(doc, n, "sign-on", f.Value.At, confluentService("sign-on"))
			readConfluentService(s, n, f.Value, confluentSignOn, confluentSignOn+"issuer", "")
			out = append(out, s.consumer)
		}
	}
	return out
}

// confluentName is what a prefix stands for.
func confluentName(prefix string) string {
	switch prefix {
	case "":
		return "rest"
	case confluentMetadata:
		return "metadata"
	}
	return strings.TrimSuffix(prefix, ".")
}

func readConfluentService(s settings, n, url *config.Node, prefix, issuer, audience string) {
	s.syntax = kafkaPlaceholders()
	c := s.consumer
	if s.locations(s.one(url)); len(c.JWKSURLs) == 0 {
		confluentFile().apply(c)
	}
	c.Issuers = s.one(n.Get(issuer))
	c.Checks.Issuer = follows(c.Issuers, c.Checks.Issuer)
	c.Checks.Audiences = separated(s.texts(n.Get(audience)))
	c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
	s.ownKey(n.Get(prefix + "public.key.path"))
}

// ownKey reads the file with which the Metadata Service's own tokens are verified.
func (s settings) ownKey(path *config.Node) {
	if files := s.one(path); len(files) > 0 {
		s.consumer.StaticFiles = append(s.consumer.StaticFiles, files...)
		s.note("the file (%s) verifies tokens of the Metadata Service, which are accepted as well", path.At)
	}
}

// readConfluentListener joins a listener's settings and its JAAS configuration.
func readConfluentListener(doc *config.Document, n, url *config.Node, prefix string) *inventory.Consumer {
	v := confluentListener()
	if strings.HasPrefix(kafkaHandler(n, prefix).Scalar(), "org.apache.kafka.") {
		v = confluentApache()
	}
	s := readKafkaListener(doc, n, url, prefix, v, confluentFile())
	jaas := n.Get(prefix+"oauthbearer.sasl.jaas.config", prefix+"sasl.jaas.config")
	switch {
	case jaas != nil:
		s.ownKey(jaasOptions(jaas)["publicKeyPath"])
	case v.Name == confluentListener().Name:
		s.note("the JAAS configuration of the listener is not in the file: whether tokens of the Metadata Service are accepted as well is not known")
	}
	return s.consumer
}
