package consumer

import (
	"slices"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// redpanda reads the OIDC settings of Redpanda's cluster configuration, wherever
// they stand in a tree: bootstrap file, Helm values, custom resource.
func redpanda() Dialect {
	return Dialect{
		Product:  "redpanda",
		Signs:    redpandaSigns(),
		Variants: []Variant{redpandaDefaults()},
		Open:     func() Reader { return &fileReader{read: readRedpanda} },
	}
}

// redpandaSigns leaves out oidc_discovery_url, a name that other products have too.
func redpandaSigns() []string {
	return []string{"oidc_token_audience", "oidc_keys_refresh_interval", "oidc_principal_mapping", "oidc_clock_skew_tolerance"}
}

const (
	redpandaConfig  = "redpanda-data/redpanda@1c6cff3 src/v/config/configuration.cc"
	redpandaService = "redpanda-data/redpanda@1c6cff3 src/v/security/oidc_service.cc"
)

// redpandaDefaults polls every hour. The tolerance of its clock is left unknown:
// what its documentation says and what its source gives differ.
func redpandaDefaults() Variant {
	return Variant{
		Refresh: inventory.Refresh{
			Mode:         inventory.ModePoll,
			Interval:     byDefault(inventory.For(time.Hour), redpandaConfig),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(false, redpandaService),
			StaleOnError: byDefault(inventory.Forever(), redpandaService),
		},
		Checks: inventory.Checks{Audience: byDefault(true, redpandaConfig)},
	}
}

func readRedpanda(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents(redpandaSigns()...) {
		for n := range doc.Root().All() {
			if n.Get(redpandaSigns()...) == nil {
				continue
			}
			known = true
			found = append(found, readRedpandaCluster(doc, n))
		}
	}
	return found, known
}

func readRedpandaCluster(doc *config.Document, n *config.Node) *inventory.Consumer {
	discovery := n.Get("oidc_discovery_url")
	at := n.Get(redpandaSigns()...).At
	if discovery != nil {
		at = discovery.At
	}
	const form = "a number of seconds"
	s := declare(doc, n, "redpanda", at, redpandaDefaults())
	c := s.consumer
	c.DiscoveryURLs = s.one(discovery)
	if len(c.DiscoveryURLs) == 0 {
		s.note("oidc_discovery_url is not set here: its default, the vendor's own identity provider, may count")
	}
	c.Refresh.Interval = parsed(s, n.Get("oidc_keys_refresh_interval"), c.Refresh.Interval, form, whole(time.Second))
	c.Checks.Audiences = s.one(n.Get("oidc_token_audience"))
	if len(c.Checks.Audiences) == 0 {
		c.Checks.Audiences = []inventory.Value[string]{byDefault("redpanda", redpandaConfig)}
	}
	skew := n.Get("oidc_clock_skew_tolerance")
	c.Checks.Skew = asSkew(parsed(s, skew, skewSpan(c.Checks.Skew), form, whole(time.Second)))
	if mechanisms := n.Get("sasl_mechanisms"); mechanisms != nil && !redpandaUses(mechanisms, "OAUTHBEARER") &&
		!redpandaUses(n.Get("http_authentication"), "OIDC") {
		s.note("neither sasl_mechanisms (%s) nor http_authentication lets in tokens", mechanisms.At)
	}
	return c
}

func redpandaUses(list *config.Node, word string) bool {
	return slices.ContainsFunc(list.Elements(), func(n *config.Node) bool { return n.Scalar() == word })
}
