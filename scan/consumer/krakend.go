package consumer

import (
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// krakend reads the JWT validators of endpoints and async agents.
func krakend() Dialect {
	return Dialect{
		Product:  "krakend",
		Signs:    krakendSigns(),
		Variants: []Variant{krakendPerRequest(), krakendCached(), krakendLocal()},
		Open:     func() Reader { return &fileReader{read: readKrakend} },
	}
}

// krakendSigns are the namespace of the validator and the one it had before 2.0.
func krakendSigns() []string {
	return []string{"auth/validator", "github.com/devopsfaith/krakend-jose/validator"}
}

const (
	krakendSource = "krakend/krakend-jose@aa23909 jws.go, jwk.go, jwk_client.go, key_cacher.go"
	krakendSchema = "krakend/krakend-schema@07e481d v2.9/auth/validator.json"
)

// krakendPerRequest is KrakenD without `cache`: one fetch for each request.
func krakendPerRequest() Variant {
	return Variant{
		Name:     "per-request",
		Verified: "2026-11-28",
		Refresh: inventory.Refresh{
			Mode:         inventory.ModePerRequest,
			Interval:     byDefault(inventory.For(0), krakendSource),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(true, krakendSource),
			Cooldown:     byDefault(inventory.For(0), krakendSource),
			StaleOnError: byDefault(inventory.For(0), krakendSource),
			Verdicts:     byDefault(inventory.For(0), krakendSource),
		},
		Checks:       krakendChecks(),
		Capabilities: krakendCapabilities(),
	}
}

// krakendCached keeps each key for a time of its own, and fetches for one that it
// does not hold.
func krakendCached() Variant {
	v := krakendPerRequest()
	v.Name, v.Refresh.Mode = "cached", inventory.ModeLazy
	v.Refresh.Interval = byDefault(inventory.For(15*time.Minute), krakendSchema)
	return v
}

// krakendLocal has its keys in a file.
func krakendLocal() Variant {
	return Variant{
		Name:     "local",
		Verified: "2026-11-28",
		Refresh: inventory.Refresh{
			Mode:     inventory.ModeStatic,
			Verdicts: byDefault(inventory.For(0), krakendSource),
		},
		Checks:       krakendChecks(),
		Capabilities: krakendCapabilities(),
	}
}

func krakendChecks() inventory.Checks {
	return inventory.Checks{
		Issuer:      byDefault(false, krakendSource),
		Audience:    byDefault(false, krakendSource),
		Algorithms:  byDefault([]string{"RS256"}, krakendSchema),
		Skew:        byDefault(time.Second, krakendSchema),
		VerifiesTLS: byDefault(true, krakendSource),
	}
}

// krakendCapabilities are those of go-jose v3, which takes all keys of a set or none,
// and pads what is padded.
func krakendCapabilities() inventory.Capabilities {
	const (
		keys   = "go-jose/go-jose@v3.0.5 jwk.go"
		client = "krakend/go-auth0@v2.0.2 jwk_client.go"
	)
	return inventory.Capabilities{
		KeyTypes: byDefault([]string{"RSA", "EC", "OKP", "oct"}, keys),
		Curves:   byDefault([]string{"P-256", "P-384", "P-521", "Ed25519"}, keys),
		Spoilers: byDefault([]inventory.Spoiler{
			inventory.SpoilerKeyType, inventory.SpoilerCurve, inventory.SpoilerMember, inventory.SpoilerLength, inventory.SpoilerX5C,
		}, keys),
		StrictIntegers:   byDefault(false, keys),
		FollowsRedirects: byDefault(true, client), // as http.Client does
		Accept:           byDefault("", client),
		MaxBody:          byDefault(0, client),
		MaxKeys:          byDefault(0, client),
	}
}

func readKrakend(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents(krakendSigns()...) {
		shared := doc.Root().Get("extra_config").Get("auth/jose").Get("shared_cache_duration")
		for n := range doc.Root().All() {
			validator := n.Get("extra_config").Get(krakendSigns()...)
			if validator.Get("jwk_url", "jwk_local_path") == nil {
				continue
			}
			known = true
			s := declare(doc, n, krakendName(n), placed(validator.Get("jwk_url", "jwk_local_path")), krakendPerRequest())
			readKrakendValidator(s, validator, shared)
			found = append(found, s.consumer)
		}
	}
	return found, known
}

// krakendName is the method and path of an endpoint, or the name of an agent.
func krakendName(owner *config.Node) string {
	method := owner.Get("method").Scalar()
	return strings.TrimSpace(method + " " + owner.Get("endpoint", "name").Scalar())
}

func readKrakendValidator(s settings, n, shared *config.Node) {
	c := s.consumer
	if url := n.Get("jwk_url"); url != nil {
		c.JWKSURLs = s.one(url)
		readKrakendCache(s, n, shared)
	} else {
		krakendLocal().apply(c)
		c.StaticFiles = s.one(n.Get("jwk_local_path"))
	}
	c.Issuers = s.one(n.Get("issuer"))
	checks := &c.Checks
	checks.Issuer = follows(c.Issuers, checks.Issuer)
	checks.Audiences = s.texts(n.Get("audience"))
	checks.Audience = follows(checks.Audiences, checks.Audience)
	checks.Algorithms = allowed(s.one(n.Get("alg")), checks.Algorithms)
	checks.Skew = parsed(s, n.Get("leeway"), checks.Skew, `a duration such as "1s"`, time.ParseDuration)
	checks.VerifiesTLS = krakendTLS(s, n.Get("disable_jwk_security"), checks.VerifiesTLS)
	c.PinsTLS = s.texts(n.Get("jwk_fingerprints"))
}

// krakendTLS reads a switch that allows plain HTTP and accepts any certificate.
func krakendTLS(s settings, disable *config.Node, otherwise inventory.Value[bool]) inventory.Value[bool] {
	if disable == nil {
		return otherwise
	}
	return not(truth(s, disable, inventory.Value[bool]{}))
}

func readKrakendCache(s settings, n, shared *config.Node) {
	refresh := &s.consumer.Refresh
	cache := truth(s, n.Get("cache"), inventory.Value[bool]{From: inventory.VendorDefault})
	switch {
	case cache.From.Known() && !cache.V:
		return
	case !cache.From.Known():
		s.note("cache (%s) is not known: that keys are kept counts", cache.At)
	}
	v := krakendCached()
	s.consumer.Variant, *refresh = v.Name, v.Refresh
	refresh.Interval = parsed(s, n.Get("cache_duration"), refresh.Interval, "a number of seconds", whole(time.Second))
	refresh.Cooldown = parsed(s, n.Get("failed_jwk_key_cooldown"), refresh.Cooldown, `a duration such as "30s"`, goSpan)
	switch {
	case refresh.Interval.From != inventory.VendorDefault && refresh.Interval.From.Known() && refresh.Interval.V.D == 0:
		refresh.Interval = inventory.Value[inventory.Span]{At: refresh.Interval.At}
		s.note("cache_duration is 0 (%s): what that means was not verified", refresh.Interval.At)
	case shared != nil:
		refresh.Interval = inventory.Value[inventory.Span]{At: refresh.Interval.At}
		s.note("auth/jose (%s) shares a cache under this one: how long both keep a key together was not verified", shared.At)
	}
}
