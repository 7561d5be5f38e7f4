package consumer

import (
	"encoding/base64"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// envoy reads the jwt_authn HTTP filter wherever it stands in a tree: bootstrap,
// listener, config dump, or a patch such as an EnvoyFilter's.
func envoy() Dialect {
	return Dialect{
		Product:    "envoy",
		Signs:      envoySigns(),
		Companions: envoyCamelSigns(),
		Variants:   []Variant{envoyLazy(), envoyAsync(), envoyLocal()},
		Open:       func() Reader { return &fileReader{read: readEnvoy} },
	}
}

func envoySigns() []string { return []string{"jwt_authn.v", "remote_jwks", "local_jwks"} }

// envoyCamelSigns are names that other products have too.
func envoyCamelSigns() []string { return []string{"remoteJwks", "localJwks"} }

const (
	envoyProto   = "envoyproxy/envoy@0016b95 api/envoy/extensions/filters/http/jwt_authn/v3/config.proto"
	envoyCache   = "envoyproxy/envoy@02a45cb source/extensions/filters/http/jwt_authn/jwks_cache.cc"
	envoyFetcher = "envoyproxy/envoy@1022305 source/extensions/filters/http/jwt_authn/jwks_async_fetcher.cc"
)

// envoyLazy is Envoy without async_fetch: each worker fetches when a request
// meets an expired copy, and fails where it cannot.
func envoyLazy() Variant {
	return Variant{
		Name:     "lazy",
		Verified: "2026-11-28",
		Refresh: inventory.Refresh{
			Mode:         inventory.ModeLazy,
			Interval:     byDefault(inventory.For(10*time.Minute), envoyProto),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(false, envoyCache),
			StaleOnError: byDefault(inventory.For(0), envoyCache),
			Verdicts:     byDefault(inventory.For(0), envoyProto),
		},
		Checks:       envoyChecks(),
		Capabilities: envoyCapabilities(),
	}
}

// envoyAsync is Envoy with async_fetch: the main thread polls, and keeps its copy
// for ever while that fails. The poll comes five seconds before cache_duration.
func envoyAsync() Variant {
	v := envoyLazy()
	v.Name = "async"
	v.Refresh.Mode = inventory.ModePoll
	v.Refresh.StaleOnError = byDefault(inventory.Forever(), envoyFetcher)
	return v
}

// envoyLocal is Envoy with local_jwks, read when the configuration is.
func envoyLocal() Variant {
	return Variant{
		Name:     "local",
		Verified: "2026-11-28",
		Refresh: inventory.Refresh{
			Mode:     inventory.ModeStatic,
			Verdicts: byDefault(inventory.For(0), envoyProto),
		},
		Checks:       envoyChecks(),
		Capabilities: envoyCapabilities(),
	}
}

func envoyChecks() inventory.Checks {
	return inventory.Checks{
		Issuer:     byDefault(false, envoyProto),
		Audience:   byDefault(false, envoyProto),
		Algorithms: byDefault([]string(nil), envoyProto), // no setting for it
		Skew:       byDefault(time.Minute, envoyProto),
	}
}

// envoyCapabilities are those of google/jwt_verify_lib, which passes over every key
// that it cannot use. An exponent of RSA other than 3 and 65537 is such a thing.
func envoyCapabilities() inventory.Capabilities {
	const (
		keys  = "envoyproxy/envoy@2466046 source/common/jwt/jwks.cc" // google/jwt_verify_lib@b59e807 is the same
		fetch = "envoyproxy/envoy@040783c source/extensions/filters/http/common/jwks_fetcher.cc"
	)
	return inventory.Capabilities{
		Algorithms: byDefault([]string{
			"ES256", "ES384", "ES512", "HS256", "HS384", "HS512", "RS256", "RS384", "RS512",
			"PS256", "PS384", "PS512", "EdDSA",
		}, "google/jwt_verify_lib@0211a53 src/jwt.cc"),
		KeyTypes:         byDefault([]string{"RSA", "EC", "OKP", "oct"}, keys),
		Curves:           byDefault([]string{"P-256", "P-384", "P-521", "Ed25519"}, keys),
		Spoilers:         byDefault([]inventory.Spoiler(nil), keys),
		Needs:            byDefault([]string(nil), keys),
		StrictIntegers:   byDefault(false, keys),
		FollowsRedirects: byDefault(false, fetch), // takes status 200 alone
		Accept:           byDefault("", fetch),
		MaxKeys:          byDefault(0, keys),
	}
}

func readEnvoy(file *config.File) (found []*inventory.Consumer, known bool) {
	read := map[string]bool{} // filters by content: a dump repeats one for each listener
	for _, doc := range file.Documents(append(envoySigns(), envoyCamelSigns()...)...) {
		clusters := envoyClusters(doc.Root())
		for n := range doc.Root().All() {
			if !isJWTFilter(n) {
				continue
			}
			known = true
			if content := n.Canonical(); !read[content] {
				read[content] = true
				found = append(found, readJWTFilter(doc, n, clusters)...)
			}
		}
	}
	return found, known
}

// isJWTFilter goes by the type, or by the shape where a TypedStruct or a
// fragment leaves the type out.
func isJWTFilter(n *config.Node) bool {
	providers := n.Get("providers")
	if !providers.Is(config.Map) {
		return false
	}
	if kind := n.Get("@type").Scalar(); kind != "" {
		return strings.Contains(kind, ".jwt_authn.") && strings.HasSuffix(kind, ".JwtAuthentication")
	}
	for _, p := range providers.Fields {
		if proto(p.Value, "remote_jwks").Is(config.Map) || proto(p.Value, "local_jwks").Is(config.Map) {
			return true
		}
	}
	return false
}

func readJWTFilter(doc *config.Document, filter *config.Node, clusters map[string]*config.Node) []*inventory.Consumer {
	var out []*inventory.Consumer
	demands := envoyDemands(filter)
	for _, p := range filter.Get("providers").Fields {
		if !p.Value.Is(config.Map) {
			continue
		}
		s := declare(doc, filter, p.Name, p.At, envoyLocal())
		readJWTProvider(s, p.Value, clusters)
		demands[p.Name].apply(s)
		out = append(out, s.consumer)
	}
	return out
}

func readJWTProvider(s settings, provider *config.Node, clusters map[string]*config.Node) {
	remote, local := proto(provider, "remote_jwks"), proto(provider, "local_jwks")
	switch {
	case remote != nil:
		readRemoteJWKS(s, remote, clusters)
	case local != nil:
		readLocalJWKS(s, local)
	default:
		s.consumer.Variant, s.consumer.Refresh.Mode = "", inventory.ModeUnknown
		s.note("the provider names no source of keys (remote_jwks or local_jwks)")
	}
	c := s.consumer
	c.Issuers = s.one(proto(provider, "issuer"))
	c.Checks.Issuer = follows(c.Issuers, c.Checks.Issuer)
	c.Checks.Audiences = s.texts(proto(provider, "audiences"))
	c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
	skew := parsed(s, proto(provider, "clock_skew_seconds"), c.Checks.Skew, "a number of seconds", seconds)
	if skew.From != inventory.Explicit || skew.V > 0 { // 0 is unset in proto3
		c.Checks.Skew = skew
	}
	if cache := proto(provider, "jwt_cache_config"); cache != nil {
		c.Refresh.Verdicts = inventory.Value[inventory.Span]{V: inventory.Forever(), From: inventory.Implied, At: cache.At}
		s.note("jwt_cache_config (%s): a verified token is accepted until its exp without its signature being checked again", cache.At)
	}
}

func readRemoteJWKS(s settings, remote *config.Node, clusters map[string]*config.Node) {
	v := envoyLazy()
	if proto(remote, "async_fetch") != nil { // its presence decides, empty or not
		v = envoyAsync()
	}
	v.apply(s.consumer)
	uri := proto(remote, "http_uri")
	s.consumer.JWKSURLs = s.one(uri.Get("uri"))
	s.consumer.Refresh.Interval = protoSpan(s, proto(remote, "cache_duration"), v.Refresh.Interval)
	s.consumer.Checks.VerifiesTLS = verifiesCluster(s, clusters[uri.Get("cluster").Scalar()])
}

// readLocalJWKS reads a DataSource.
func readLocalJWKS(s settings, local *config.Node) {
	c := s.consumer
	s.inlineKeys(proto(local, "inline_string"), asText)
	s.inlineKeys(proto(local, "inline_bytes"), protoBytes)
	c.StaticFiles = append(c.StaticFiles, s.one(local.Get("filename"))...)
	for _, v := range s.one(proto(local, "environment_variable")) {
		if v.V != "" {
			v.V = "environment variable " + v.V
		}
		c.StaticFiles = append(c.StaticFiles, v)
	}
}

// protoBytes reads the bytes of proto JSON: base64 of either alphabet, padded or not.
func protoBytes(text string) []byte {
	text = strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(text, "="))
	data, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil {
		return nil
	}
	return data
}
