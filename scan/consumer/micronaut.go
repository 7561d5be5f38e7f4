package consumer

import (
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// micronaut reads the signature configurations of Micronaut Security, and the
// OpenID clients, whose ID tokens are verified by the provider's keys.
func micronaut() Dialect {
	signs, companions := []string{"micronaut.security."}, []string{"micronaut:"}
	return Dialect{
		Product:    "micronaut",
		Signs:      signs,
		Companions: companions,
		Variants:   []Variant{micronautRemote(), micronautStatic(), micronautClient()},
		Open: func() Reader {
			return &applicationReader{
				signs: append(signs, companions...),
				matters: func(plain string) bool {
					return strings.HasPrefix(plain, relaxed(micronautSignatures)) ||
						strings.HasPrefix(plain, relaxed(micronautClients)) && strings.HasSuffix(plain, ".openid.issuer") ||
						strings.HasPrefix(plain, "micronaut.caches.jwks.")
				},
				consumers: springView.micronautConsumers,
			}
		},
	}
}

const (
	micronautSignatures = "micronaut.security.token.jwt.signatures.jwks"
	micronautClients    = "micronaut.security.oauth2.clients."
)

// micronautRemote caches a key set. For how long, and whether an unknown kid makes
// it fetch, depends on the version and on the cache that the application has.
func micronautRemote() Variant {
	return Variant{
		Name: "remote",
		Refresh: inventory.Refresh{
			Mode:      inventory.ModeLazy,
			Interval:  inventory.Value[inventory.Span]{V: inventory.Forever()},
			HTTPCache: inventory.CacheIgnored,
		},
	}
}

// micronautStatic has its keys in a file or in the configuration.
func micronautStatic() Variant {
	return Variant{
		Name:    "static",
		Refresh: inventory.Refresh{Mode: inventory.ModeStatic},
	}
}

// micronautClient takes the key set from the metadata of an OpenID provider.
func micronautClient() Variant {
	v := micronautRemote()
	v.Name = "openid"
	return v
}

func (v springView) micronautConsumers() []*inventory.Consumer {
	var out []*inventory.Consumer
	for _, name := range v.names(micronautSignatures+".", ".url") {
		prefix := micronautSignatures + "." + name
		if n, path := v.setting(prefix + ".url"); n != nil {
			s := v.read(name, n, micronautRemote())
			s.consumer.JWKSURLs = s.named(path).one(n)
			v.micronautRefresh(s, prefix)
			out = append(out, s.consumer)
		}
	}
	for _, name := range v.names(micronautSignatures+"-static.", ".path") {
		if n, path := v.setting(micronautSignatures + "-static." + name + ".path"); n != nil {
			s := v.read(name, n, micronautStatic())
			s.consumer.StaticFiles = s.named(path).one(n)
			out = append(out, s.consumer)
		}
	}
	for _, name := range v.names(micronautClients, ".openid.issuer") {
		if n, path := v.setting(micronautClients + name + ".openid.issuer"); n != nil {
			s := v.read(name, n, micronautClient())
			s.consumer.DiscoveryURLs = below(s.named(path).one(n), metadataPath)
			v.micronautRefresh(s, micronautClients+name)
			out = append(out, s.consumer)
		}
	}
	return out
}

func (v springView) micronautRefresh(s settings, prefix string) {
	refresh := &s.consumer.Refresh
	const caches = "micronaut.caches.jwks.expire-after-write"
	expiry, _ := v.setting(caches)
	refresh.Interval = property(v, s, refresh.Interval, `a duration such as "60s"`, micronautSpan, caches)
	if expiry == nil {
		s.note("%s is not set: for how long keys are cached depends on the version, and is unknown", caches)
	}
	if n, name := v.setting(prefix + ".cache-expiration"); n != nil {
		s.note("%s (%s) is not used by newer versions, where it does not bound how long keys are cached", name, n.At)
	}
	if n, _ := v.setting(prefix + ".refresh-interval"); n != nil {
		refresh.UnknownKid = implied(true, n.At)
		refresh.Cooldown = property(v, s, refresh.Cooldown, `a duration such as "30s"`, micronautSpan, prefix+".refresh-interval")
	}
}

// micronautSpan reads a duration: "30s", "5m", "500ms", "1d", or ISO 8601.
func micronautSpan(text string) (inventory.Span, error) {
	text = strings.ToLower(strings.TrimSpace(text))
	if strings.HasPrefix(text, "p") {
		return isoSpan(text)
	}
	return number(text, map[string]time.Duration{
		"ns": time.Nanosecond, "ms": time.Millisecond, "s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour,
	})
}
