package consumer

import (
	"errors"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// apolloRouter reads the JWT authentication of router.yaml, alone or within Helm
// values and objects of an operator.
func apolloRouter() Dialect {
	return Dialect{
		Product:    "apollo-router",
		Signs:      []string{"poll_interval"},
		Companions: []string{"jwks:", `"jwks"`}, // which many files have
		Variants:   []Variant{apolloPoll(), apolloFile()},
		Open:       func() Reader { return &fileReader{read: readApolloRouter} },
	}
}

const apolloSource = "apollographql/router@27d8f60 apollo-router/src/plugins/authentication/{mod,jwks}.rs"

// apolloPoll polls, and keeps its copy for ever while that fails.
func apolloPoll() Variant {
	return Variant{
		Name:     "poll",
		Since:    "1.61",
		Verified: "2026-11-28",
		Refresh: inventory.Refresh{
			Mode:         inventory.ModePoll,
			Interval:     byDefault(inventory.For(time.Minute), apolloSource),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(false, apolloSource),
			StaleOnError: byDefault(inventory.Forever(), apolloSource),
			Verdicts:     byDefault(inventory.For(0), apolloSource),
		},
		Checks:       apolloChecks(),
		Capabilities: apolloCapabilities(),
	}
}

// apolloFile has its keys in a file.
func apolloFile() Variant {
	return Variant{
		Name:     "file",
		Since:    "1.61",
		Verified: "2026-11-28",
		Refresh: inventory.Refresh{
			Mode:     inventory.ModeStatic,
			Verdicts: byDefault(inventory.For(0), apolloSource),
		},
		Checks:       apolloChecks(),
		Capabilities: apolloCapabilities(),
	}
}

func apolloChecks() inventory.Checks {
	return inventory.Checks{
		Issuer:     byDefault(false, apolloSource),
		Audience:   byDefault(false, apolloSource),
		Algorithms: byDefault([]string(nil), apolloSource),
	}
}

// apolloCapabilities are those of jsonwebtoken, without the keys that it cannot read.
func apolloCapabilities() inventory.Capabilities {
	const keys = "apollographql/router@27d8f60 apollo-router/src/plugins/authentication/jwks.rs"
	return inventory.Capabilities{
		Algorithms: byDefault([]string{
			"HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA",
		}, keys),
		KeyTypes: byDefault([]string{"RSA", "EC", "OKP", "oct"}, keys),
		Curves:   byDefault([]string{"P-256", "P-384", "Ed25519"}, keys),
		Spoilers: byDefault([]inventory.Spoiler(nil), keys),
		Needs:    byDefault([]string(nil), keys),
		Accept:   byDefault("application/json", keys),
		MaxBody:  byDefault(0, keys),
		MaxKeys:  byDefault(0, keys),
		Timeout:  byDefault(15*time.Second, "apollographql/router@27d8f60 apollo-router/src/plugins/authentication/mod.rs"),
	}
}

func readApolloRouter(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents("jwks:", `"jwks"`) {
		for n := range doc.Root().All() {
			jwt := n.Get("authentication").Get("router").Get("jwt")
			for _, source := range jwt.Get("jwks").Elements() {
				if source.Get("url") == nil {
					continue
				}
				known = true
				found = append(found, readApolloSource(doc, jwt, source))
			}
		}
	}
	return found, known
}

func readApolloSource(doc *config.Document, jwt, source *config.Node) *inventory.Consumer {
	s := declare(doc, jwt, source.Path(jwt), placed(source.Get("url")), apolloPoll())
	c := s.consumer
	s.locations(s.texts(source.Get("url")))
	if c.StaticKeys() {
		apolloFile().apply(c)
	} else {
		c.Refresh.Interval = parsed(s, source.Get("poll_interval"), c.Refresh.Interval, `a duration such as "60s"`, humanSpan)
	}
	c.Issuers = s.texts(source.Get("issuers", "issuer")) // one issuer before 2.0
	c.Checks.Issuer = follows(c.Issuers, c.Checks.Issuer)
	c.Checks.Audiences = s.texts(source.Get("audiences"))
	c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
	c.Checks.Algorithms = allowed(s.texts(source.Get("algorithms")), c.Checks.Algorithms)
	return c
}

// humanSpan reads a duration as Rust's humantime does: "1m 30s", "2hours", "1day".
func humanSpan(text string) (inventory.Span, error) {
	units := map[string]time.Duration{
		"ms": time.Millisecond, "msec": time.Millisecond,
		"s": time.Second, "sec": time.Second, "second": time.Second,
		"m": time.Minute, "min": time.Minute, "minute": time.Minute,
		"h": time.Hour, "hr": time.Hour, "hour": time.Hour,
		"d": 24 * time.Hour, "day": 24 * time.Hour, "w": 7 * 24 * time.Hour, "week": 7 * 24 * time.Hour,
	}
	rest, total := strings.ReplaceAll(text, " ", ""), inventory.Span{}
	for first := true; rest != "" || first; first = false {
		unit := strings.TrimLeft(rest, "0123456789")
		number := rest[:len(rest)-len(unit)]
		rest = strings.TrimLeft(unit, "abcdefghijklmnopqrstuvwxyz")
		unit = unit[:len(unit)-len(rest)]
		size, ok := units[unit]
		if !ok {
			size, ok = units[strings.TrimSuffix(unit, "s")]
		}
		part, err := whole(max(size, 1))(number)
		if !ok || err != nil || total.D+part.D < total.D {
			return inventory.Span{}, errors.New("not a duration")
		}
		total.D += part.D
	}
	return total, nil
}
