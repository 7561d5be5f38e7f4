package consumer

import (
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// pulsar reads AuthenticationProviderOpenID of Apache Pulsar: broker.conf,
// proxy.conf, or the same names in a mapping, where those that a container puts
// into the file have a prefix.
func pulsar() Dialect {
	return Dialect{
		Product:  "pulsar",
		Signs:    []string{pulsarIssuers},
		Variants: []Variant{pulsarDefaults()},
		Open:     func() Reader { return &fileReader{read: readPulsar} },
	}
}

const (
	pulsarIssuers  = "openIDAllowedTokenIssuers"
	pulsarVariable = "PULSAR_PREFIX_"
	pulsarProvider = "apache/pulsar@16a2d1c pulsar-broker-auth-oidc/src/main/java/org/apache/pulsar/broker/authentication/oidc/AuthenticationProviderOpenID.java"
)

// pulsarDefaults drops a copy after a day. Before that, one that is used after 18
// hours is replaced in the background.
func pulsarDefaults() Variant {
	return Variant{
		Refresh: inventory.Refresh{
			Mode:         inventory.ModeLazy,
			Interval:     byDefault(inventory.For(24*time.Hour), pulsarProvider),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(true, pulsarProvider),
			Cooldown:     byDefault(inventory.For(5*time.Minute), pulsarProvider),
			StaleOnError: byDefault(inventory.For(0), pulsarProvider),
		},
		Checks: inventory.Checks{
			Issuer:     byDefault(true, pulsarProvider),
			Audience:   byDefault(true, pulsarProvider),
			Algorithms: byDefault([]string(nil), pulsarProvider),
			Skew:       byDefault(time.Duration(0), pulsarProvider),
		},
		Capabilities: inventory.Capabilities{Algorithms: byDefault([]string{
			"RS256", "RS384", "RS512", "ES256", "ES384", "ES512",
		}, pulsarProvider)},
	}
}

func readPulsar(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents(pulsarIssuers) {
		for n := range doc.Root().All() {
			issuers := n.Get(pulsarIssuers, pulsarVariable+pulsarIssuers)
			if issuers == nil {
				continue
			}
			known = true
			if issuers.Scalar() != "" || issuers.Is(config.List) { // an empty one is as absent
				found = append(found, readPulsarIssuers(doc, n, issuers))
			}
		}
	}
	return found, known
}

func readPulsarIssuers(doc *config.Document, n, issuers *config.Node) *inventory.Consumer {
	get := func(name string) *config.Node {
		value := n.Get(name, pulsarVariable+name)
		if value.Is(config.Scalar) && value.Text == "" {
			return nil
		}
		return value
	}
	const form = "a number of seconds"
	s := declare(doc, n, "pulsar", issuers.At, pulsarDefaults())
	c := s.consumer
	c.Issuers = separated(s.texts(issuers))
	c.Checks.Audiences = separated(s.texts(get("openIDAllowedAudiences")))
	c.Refresh.Interval = parsed(s, get("openIDCacheExpirationSeconds"), c.Refresh.Interval, form, whole(time.Second))
	c.Refresh.Cooldown = parsed(s, get("openIDKeyIdCacheMissRefreshSeconds"), c.Refresh.Cooldown, form, whole(time.Second))
	c.Checks.Skew = asSkew(parsed(s, get("openIDAcceptedTimeLeewaySeconds"), skewSpan(c.Checks.Skew), form, whole(time.Second)))
	if mode := get("openIDFallbackDiscoveryMode"); mode != nil && mode.Scalar() != "DISABLED" {
		s.note("openIDFallbackDiscoveryMode (%s) lets in tokens of further issuers, those of the cluster", mode.At)
	}
	return c
}
