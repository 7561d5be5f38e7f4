package consumer

import (
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// confluentKinds are the resources of Confluent for Kubernetes that verify tokens.
func confluentKinds() []string {
	return []string{
		"Kafka", "KRaftController", "KafkaRestProxy", "SchemaRegistry", "Connect", "KsqlDB", "ControlCenter", "Gateway",
	}
}

// readConfluentObjects reads every place of a resource that names a key set, and the
// properties that it adds as they are.
func readConfluentObjects(doc *config.Document) []*inventory.Consumer {
	var out []*inventory.Consumer
	for _, object := range objectsWithin(doc, confluentGroup, confluentKinds()...) {
		spec := object.Get("spec")
		for n := range spec.All() {
			url := n.Get("jwksEndpointUri")
			if url == nil {
				continue
			}
			path := n.Path(spec)
			s := declare(doc, spec, objectName(object)+"/"+path, url.At, confluentPlace(path))
			readConfluentSettings(s, n, url)
			out = append(out, s.consumer)
		}
		overrides := spec.Get("configOverrides").Get("server").Assignments()
		for _, c := range readConfluentProperties(doc, overrides, true) {
			c.Name = objectName(object) + "/" + c.Name
			out = append(out, c)
		}
	}
	return out
}

// confluentPlace is how the place of a setting is used.
func confluentPlace(path string) Variant {
	switch {
	case strings.Contains(path, ".sso."):
		return confluentService("sign-on")
	case strings.HasPrefix(path, "listeners."), strings.Contains(path, ".client."):
		return confluentListener()
	}
	return confluentService("service")
}

func readConfluentSettings(s settings, n, url *config.Node) {
	c := s.consumer
	c.JWKSURLs = s.one(url)
	c.Issuers = s.one(n.Get("expectedIssuer", "issuer"))
	c.Checks.Issuer = follows(c.Issuers, c.Checks.Issuer)
	c.Checks.Audiences = s.texts(n.Get("audience"))
	c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
}
