package consumer

import (
	"slices"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// elasticsearch reads JWT realms: in elasticsearch.yml, with dots or nested, or
// where the configuration of a node stands in another file.
func elasticsearch() Dialect {
	return Dialect{
		Product:  "elasticsearch",
		Signs:    elasticSigns(),
		Variants: []Variant{elasticRemote(), elasticReloading(), elasticFile()},
		Open:     func() Reader { return &fileReader{read: readElastic} },
	}
}

const (
	elasticRealms   = "xpack.security.authc.realms.jwt."
	elasticSettings = "elastic/elasticsearch@0119533 x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/security/authc/jwt/JwtRealmSettings.java"
	elasticLoader   = "elastic/elasticsearch@06f5f18 JwkSetLoader.java"
	elasticReload   = "elastic/docs-content#3703 xpack.security.authc.realms.jwt pkc_jwkset_reload"
)

func elasticSigns() []string { return []string{"pkc_jwkset_path"} }

// elasticRemote loads the keys at start, and again when a signature does not
// verify. A token that was verified passes for 20 minutes more.
func elasticRemote() Variant {
	return Variant{
		Name:     "remote",
		Verified: "2026-11-28",
		Refresh: inventory.Refresh{
			Mode:         inventory.ModeMissOnly,
			Interval:     byDefault(inventory.Forever(), elasticLoader),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(true, elasticLoader),
			Cooldown:     byDefault(inventory.For(0), elasticLoader),
			StaleOnError: byDefault(inventory.Forever(), elasticLoader),
			Verdicts:     byDefault(inventory.For(20*time.Minute), elasticSettings),
		},
		Checks:       elasticChecks(),
		Capabilities: elasticCapabilities(),
	}
}

// elasticReloading also polls: as often as the headers say, but for the bounds of
// which the upper one counts here.
func elasticReloading() Variant {
	v := elasticRemote()
	v.Name = "reloading"
	v.Refresh.Mode = inventory.ModePoll
	v.Refresh.Interval = byDefault(inventory.For(5*24*time.Hour), elasticReload)
	return v
}

// elasticFile has its keys in a file.
func elasticFile() Variant {
	v := elasticRemote()
	v.Name = "file"
	v.Refresh = inventory.Refresh{Mode: inventory.ModeStatic, Verdicts: v.Refresh.Verdicts}
	return v
}

func elasticChecks() inventory.Checks {
	return inventory.Checks{
		Issuer:     byDefault(true, elasticSettings),
		Audience:   byDefault(true, elasticSettings),
		Algorithms: byDefault([]string{"RS256"}, elasticSettings),
		Skew:       byDefault(time.Minute, elasticSettings),
	}
}

// elasticCapabilities are those of published keys; secrets have a setting of their
// own. What one key does to the whole set depends on the version of Nimbus.
func elasticCapabilities() inventory.Capabilities {
	const keys = "elastic/elasticsearch@06a536b x-pack/plugin/security/src/main/java/org/elasticsearch/xpack/security/authc/jwt/JwkValidateUtil.java"
	return inventory.Capabilities{
		Algorithms: byDefault([]string{
			"HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
		}, elasticSettings),
		KeyTypes:     byDefault([]string{"RSA", "EC", "oct"}, keys),
		LeastRSABits: byDefault(2048, keys),
		MaxKeys:      byDefault(0, keys),
	}
}

// elasticRealm is the settings of one realm by their names with dots.
type elasticRealm struct {
	name     string
	settings map[string]*config.Node
}

func readElastic(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents(elasticSigns()...) {
		for _, realm := range elasticRealmsOf(doc.Root()) {
			known = true
			if keys := realm.settings["pkc_jwkset_path"]; keys != nil {
				found = append(found, realm.read(doc, keys))
			}
		}
	}
	return found, known
}

// elasticRealmsOf finds the realms of a tree, whatever stands above them.
func elasticRealmsOf(root *config.Node) []elasticRealm {
	var out []elasticRealm
	for _, l := range leaves(root) {
		before, rest, ok := strings.Cut("."+l.name, "."+elasticRealms)
		name, setting, named := strings.Cut(rest, ".")
		if !ok || !named {
			continue
		}
		name = strings.TrimPrefix(before+"/"+name, "/")
		at := slices.IndexFunc(out, func(r elasticRealm) bool { return r.name == name })
		if at < 0 {
			at = len(out)
			out = append(out, elasticRealm{name, map[string]*config.Node{}})
		}
		out[at].settings[setting] = l.value
	}
	return out
}

func (r elasticRealm) read(doc *config.Document, keys *config.Node) *inventory.Consumer {
	s := declare(doc, nil, r.name[strings.LastIndexByte(r.name, '/')+1:], keys.At, elasticRemote())
	s.syntax.Colon = true
	c := s.consumer
	if s.locations(s.one(keys)); len(c.JWKSURLs) == 0 {
		elasticFile().apply(c)
	} else {
		r.reload(s)
	}
	c.Refresh.Verdicts = parsed(s, r.settings["jwt.cache.ttl"], c.Refresh.Verdicts, elasticForm, elasticSpan)
	if r.settings["jwt.cache.size"].Scalar() == "0" {
		c.Refresh.Verdicts = implied(inventory.For(0), r.settings["jwt.cache.size"].At)
	}
	c.Issuers = s.one(r.settings["allowed_issuer"])
	c.Checks.Audiences = separated(s.texts(r.settings["allowed_audiences"]))
	c.Checks.Algorithms = allowed(separated(s.texts(r.settings["allowed_signature_algorithms"])), c.Checks.Algorithms)
	c.Checks.Skew = asSkew(parsed(s, r.settings["allowed_clock_skew"], skewSpan(c.Checks.Skew), elasticForm, elasticSpan))
	if mode := r.settings["ssl.verification_mode"]; mode != nil {
		c.Checks.VerifiesTLS = parsed(s, mode, c.Checks.VerifiesTLS, "a word", func(text string) (bool, error) {
			return !strings.EqualFold(text, "none"), nil
		})
	}
	return c
}

// reload reads how the keys at a URL are reloaded: newer versions do, when asked to.
func (r elasticRealm) reload(s settings) {
	c := s.consumer
	enabled := truth(s, r.settings["pkc_jwkset_reload.enabled"], byDefault(false, elasticReload))
	switch {
	case enabled.From.Known() && !enabled.V:
		return
	case !enabled.From.Known():
		s.note("pkc_jwkset_reload.enabled is not known: that keys are not reloaded counts")
		return
	}
	elasticReloading().apply(c)
	c.Refresh.Interval = parsed(s, r.settings["pkc_jwkset_reload.url_interval_max"], c.Refresh.Interval, elasticForm, elasticSpan)
	s.note("the headers of the key set decide how often it is reloaded, within bounds: the longest interval counts")
}

const elasticForm = `a duration such as "20m"`

// elasticSpan reads a time value: a whole number with its unit, or a bare zero.
func elasticSpan(text string) (inventory.Span, error) {
	text = strings.ToLower(strings.TrimSpace(text))
	if text == "0" {
		return inventory.For(0), nil
	}
	return number(text, map[string]time.Duration{
		"nanos": time.Nanosecond, "micros": time.Microsecond, "ms": time.Millisecond,
		"s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour,
	})
}
