package consumer

import (
	"errors"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// rabbitmq reads the OAuth 2.0 plugin in rabbitmq.conf: the provider at the top
// and those that have names. Erlang terms (advanced.config) are not read.
func rabbitmq() Dialect {
	return Dialect{
		Product:  "rabbitmq",
		Signs:    []string{rabbitPrefix},
		Variants: []Variant{rabbitRemote(), rabbitKeys()},
		Open:     func() Reader { return &fileReader{read: readRabbit} },
	}
}

const (
	rabbitPrefix = "auth_oauth2."
	rabbitKeySet = "rabbitmq/rabbitmq-server@5b09e55 deps/rabbitmq_auth_backend_oauth2/src/uaa_jwt.erl"
	rabbitSchema = "rabbitmq/rabbitmq-server@083abe5 deps/rabbitmq_auth_backend_oauth2/priv/schema/rabbitmq_auth_backend_oauth2.schema"
)

// rabbitRemote fetches when a token names a kid that it does not know, every time,
// and never drops a key for its age.
func rabbitRemote() Variant {
	return Variant{
		Name: "remote",
		Refresh: inventory.Refresh{
			Mode:         inventory.ModeMissOnly,
			Interval:     byDefault(inventory.Forever(), rabbitKeySet),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(true, rabbitKeySet),
			Cooldown:     byDefault(inventory.For(0), rabbitKeySet),
			StaleOnError: byDefault(inventory.Forever(), rabbitKeySet),
		},
		Checks: rabbitChecks(),
	}
}

// rabbitKeys has its keys in files.
func rabbitKeys() Variant {
	return Variant{
		Name:    "keys",
		Refresh: inventory.Refresh{Mode: inventory.ModeStatic},
		Checks:  rabbitChecks(),
	}
}

func rabbitChecks() inventory.Checks {
	return inventory.Checks{
		Issuer:     byDefault(false, rabbitKeySet), // it serves discovery alone
		Audience:   byDefault(true, rabbitSchema),  // verify_aud
		Algorithms: byDefault([]string(nil), rabbitKeySet),
	}
}

func readRabbit(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents(rabbitPrefix) {
		for n := range doc.Root().All() {
			prefixes := rabbitProviders(n)
			known = known || len(prefixes) > 0
			for _, prefix := range prefixes {
				if c := readRabbitProvider(doc, n, prefix); c != nil {
					found = append(found, c)
				}
			}
		}
	}
	return found, known
}

// rabbitProviders returns the prefixes of providers, in order; none where the
// mapping has no settings of the plugin.
func rabbitProviders(n *config.Node) []string {
	const named = rabbitPrefix + "oauth_providers."
	var out []string
	seen := map[string]bool{}
	for _, f := range members(n) {
		if !strings.HasPrefix(f.Name, rabbitPrefix) {
			continue
		}
		prefix := rabbitPrefix
		if rest, ok := strings.CutPrefix(f.Name, named); ok {
			id, _, _ := strings.Cut(rest, ".")
			prefix = named + id + "."
		}
		if !seen[prefix] {
			seen[prefix] = true
			out = append(out, prefix)
		}
	}
	return out
}

// readRabbitProvider reads one provider; nil where it says nothing of keys.
func readRabbitProvider(doc *config.Document, n *config.Node, prefix string) *inventory.Consumer {
	issuer, keySet := n.Get(prefix+"issuer"), n.Get(prefix+"jwks_uri", prefix+"jwks_url")
	keys := prefixed(n, prefix+"signing_keys.")
	var at inventory.Origin
	switch {
	case keySet != nil:
		at = keySet.At
	case issuer != nil:
		at = issuer.At
	case len(keys) > 0:
		at = keys[0].At
	default:
		return nil
	}
	name := "rabbitmq"
	if id := strings.TrimPrefix(prefix, rabbitPrefix+"oauth_providers."); id != prefix {
		name = strings.TrimSuffix(id, ".")
	}
	s := declare(doc, n, name, at, rabbitRemote())
	c := s.consumer
	if keySet == nil && issuer == nil {
		rabbitKeys().apply(c)
	}
	c.JWKSURLs = s.one(keySet)
	if path := n.Get(prefix + "discovery_endpoint_path"); path != nil {
		c.DiscoveryURLs = below(s.one(issuer), path.Scalar())
	} else {
		c.DiscoveryURLs = below(s.one(issuer), metadataPath)
	}
	for _, key := range keys {
		c.StaticFiles = append(c.StaticFiles, s.one(key)...)
	}
	readRabbitChecks(s, n, prefix)
	return c
}

func readRabbitChecks(s settings, n *config.Node, prefix string) {
	checks := &s.consumer.Checks
	var algorithms []inventory.Value[string]
	for _, a := range prefixed(n, prefix+"algorithms.") {
		algorithms = append(algorithms, s.one(a)...)
	}
	checks.Algorithms = allowed(algorithms, checks.Algorithms)
	checks.Audience = truth(s, n.Get(rabbitPrefix+"verify_aud"), checks.Audience)
	checks.Audiences = s.one(n.Get(rabbitPrefix + "resource_server_id"))
	for _, f := range members(n) {
		if strings.HasPrefix(f.Name, rabbitPrefix+"resource_servers.") && strings.HasSuffix(f.Name, ".id") {
			checks.Audiences = append(checks.Audiences, s.one(f.Value)...)
		}
	}
	verify := n.Get(prefix+"https.verify", prefix+"https.peer_verification")
	checks.VerifiesTLS = parsed(s, verify, checks.VerifiesTLS, "verify_peer or verify_none", verifiesPeer)
}

// prefixed returns the values of a mapping whose names have a prefix, in order.
func prefixed(n *config.Node, prefix string) []*config.Node {
	var out []*config.Node
	for _, f := range members(n) {
		if strings.HasPrefix(f.Name, prefix) {
			out = append(out, f.Value)
		}
	}
	return out
}

func verifiesPeer(text string) (bool, error) {
	switch text {
	case "verify_peer":
		return true, nil
	case "verify_none":
		return false, nil
	}
	return false, errors.New("not a word of it")
}
