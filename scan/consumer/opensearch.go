package consumer

import (
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// opensearch reads the authentication domains of the OpenSearch security plugin
// that take tokens: config.yml of opensearch-security, wherever it stands.
func opensearch() Dialect {
	return Dialect{
		Product:  "opensearch",
		Signs:    []string{"http_authenticator"},
		Variants: []Variant{opensearchRemote("openid"), opensearchRemote("jwks"), opensearchKeys()},
		Open:     func() Reader { return &fileReader{read: readOpensearch} },
	}
}

const (
	opensearchKeySet = "opensearch-project/security@bb55e64 keybyoidc/SelfRefreshingKeySet.java"
	opensearchFetch  = "opensearch-project/security@bb55e64 keybyoidc/KeySetRetriever.java"
	opensearchByJWKS = "opensearch-project/security@bb55e64 keybyjwks/HTTPJwtKeyByJWKSAuthenticator.java"
)

// opensearchRemote fetches when a token names an unknown kid, ten times in ten
// seconds at most, and never drops a key for its age.
func opensearchRemote(name string) Variant {
	return Variant{
		Name: name,
		Refresh: inventory.Refresh{
			Mode:         inventory.ModeMissOnly,
			Interval:     byDefault(inventory.Forever(), opensearchKeySet),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(true, opensearchKeySet),
			Cooldown:     byDefault(inventory.For(10*time.Second), opensearchKeySet),
			StaleOnError: byDefault(inventory.Forever(), opensearchKeySet),
		},
		Checks: opensearchChecks(),
	}
}

// opensearchKeys has its keys in the configuration.
func opensearchKeys() Variant {
	return Variant{
		Name:    "signing-key",
		Refresh: inventory.Refresh{Mode: inventory.ModeStatic},
		Checks:  opensearchChecks(),
	}
}

func opensearchChecks() inventory.Checks {
	return inventory.Checks{
		Issuer:   byDefault(false, opensearchByJWKS),
		Audience: byDefault(false, opensearchByJWKS),
		Skew:     byDefault(30*time.Second, opensearchByJWKS),
	}
}

func readOpensearch(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents("http_authenticator") {
		for domain := range doc.Root().All() {
			authenticator := domain.Get("http_authenticator")
			kind := strings.ToLower(authenticator.Get("type").Scalar())
			if kind != "openid" && kind != "jwt" {
				continue
			}
			known = true
			if off := strings.ToLower(domain.Get("http_enabled").Scalar()); off != "false" {
				found = append(found, readOpensearchDomain(doc, domain, authenticator, kind))
			}
		}
	}
	return found, known
}

func readOpensearchDomain(doc *config.Document, domain, authenticator *config.Node, kind string) *inventory.Consumer {
	n := authenticator.Get("config")
	discovery, keySet, keys := n.Get("openid_connect_url"), n.Get("jwks_uri"), n.Get("signing_key")
	s := declare(doc, domain, domain.Name(), authenticator.At, opensearchKeys())
	c := s.consumer
	switch {
	case keySet != nil:
		opensearchRemote("jwks").apply(c)
		c.JWKSURLs = s.one(keySet)
		readOpensearchRefresh(s, n, kind == "jwt")
	case discovery != nil:
		opensearchRemote("openid").apply(c)
		c.DiscoveryURLs = s.one(discovery)
		readOpensearchRefresh(s, n, kind == "jwt")
	case keys != nil:
		readOpensearchKeys(s, keys)
	default:
		c.Variant, c.Refresh.Mode = "", inventory.ModeUnknown
		s.note("the domain names no source of keys (openid_connect_url, jwks_uri or signing_key)")
	}
	if keys != nil && len(c.JWKSURLs)+len(c.DiscoveryURLs) > 0 {
		s.note("signing_key (%s) is not used beside a key set", keys.At)
	}
	c.Issuers = s.one(n.Get("required_issuer"))
	c.Checks.Issuer = follows(c.Issuers, c.Checks.Issuer)
	c.Checks.Audiences = separated(s.texts(n.Get("required_audience")))
	c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
	c.Checks.Skew = asSkew(parsed(s, n.Get("jwt_clock_skew_tolerance_seconds"), skewSpan(c.Checks.Skew),
		"a number of seconds", whole(time.Second)))
	return c
}

// readOpensearchRefresh reads the limit of refetches, and whether there is an HTTP
// cache below them, from which a refetch may get the old keys.
func readOpensearchRefresh(s settings, n *config.Node, cachesByDefault bool) {
	refresh := &s.consumer.Refresh
	refresh.Cooldown = parsed(s, n.Get("refresh_rate_limit_time_window_ms"), refresh.Cooldown,
		"a number of milliseconds", whole(time.Millisecond))
	caches := truth(s, n.Get("cache_jwks_endpoint"), byDefault(cachesByDefault, opensearchFetch))
	if caches.V || !caches.From.Known() {
		refresh.HTTPCache = inventory.CacheUnknown
		s.note("cache_jwks_endpoint: a refetch for an unknown kid may be answered by an HTTP cache, for as long as the headers allow")
	}
}

// readOpensearchKeys pins public keys. A symmetric key is a secret, and no more is
// said of it than that it is there.
func readOpensearchKeys(s settings, keys *config.Node) {
	for _, key := range keys.Elements() {
		before := len(s.consumer.Notes)
		s.pemKeys(key, "")
		if len(s.consumer.Notes) > before {
			s.consumer.Notes = s.consumer.Notes[:before]
			s.note("%s (%s) is no public key: a symmetric one", s.path(key), key.At)
		}
	}
}
