package consumer

import (
	"strconv"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// quarkus reads the tenants of the Quarkus OIDC extension, in properties or YAML,
// with their profiles.
func quarkus() Dialect {
	signs, companions := []string{"quarkus.oidc."}, []string{"quarkus:"}
	const variable = "QUARKUS_OIDC_"
	return Dialect{
		Product:    "quarkus",
		Signs:      append(signs, variable),
		Companions: companions,
		Variants:   []Variant{quarkusEarly(), quarkusLate(), quarkusPublicKey()},
		Open: func() Reader {
			return &applicationReader{
				signs:     append(signs, companions...),
				matters:   func(plain string) bool { return strings.HasPrefix(plain, quarkusPrefix) },
				consumers: springView.quarkusConsumers,
				variables: quarkusVariables(), variableSign: variable,
			}
		},
	}
}

const (
	quarkusPrefix   = "quarkus.oidc."
	quarkusTenants  = "quarkusio/quarkus@00e05f5 extensions/oidc/runtime/src/main/java/io/quarkus/oidc/runtime/OidcTenantConfig.java"
	quarkusProvider = "quarkusio/quarkus@0516308 extensions/oidc/runtime/src/main/java/io/quarkus/oidc/runtime/OidcProvider.java"
)

// quarkusEarly fetches the key set at start and after that only for an unknown kid.
func quarkusEarly() Variant {
	return Variant{
		Name: "resolve-early",
		Refresh: inventory.Refresh{
			Mode:         inventory.ModeMissOnly,
			Interval:     byDefault(inventory.Forever(), quarkusProvider),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(true, quarkusProvider),
			Cooldown:     byDefault(inventory.For(10*time.Minute), quarkusTenants),
			StaleOnError: byDefault(inventory.Forever(), quarkusProvider),
			Verdicts:     byDefault(inventory.For(0), quarkusProvider),
		},
		Checks: quarkusChecks(),
	}
}

// quarkusLate fetches a key when a token needs it, and keeps it for a time.
func quarkusLate() Variant {
	v := quarkusEarly()
	v.Name = "resolve-late"
	v.Refresh = inventory.Refresh{
		Mode:     inventory.ModeLazy,
		Interval: byDefault(inventory.For(10*time.Minute), quarkusTenants),
	}
	return v
}

// quarkusPublicKey has one key in its configuration, and no connection.
func quarkusPublicKey() Variant {
	v := quarkusEarly()
	v.Name = "public-key"
	v.Refresh = inventory.Refresh{
		Mode:     inventory.ModeStatic,
		Verdicts: byDefault(inventory.For(0), quarkusProvider),
	}
	v.Checks.Issuer = byDefault(false, quarkusProvider)
	return v
}

func quarkusChecks() inventory.Checks {
	return inventory.Checks{
		Issuer:     byDefault(true, quarkusProvider), // that of the metadata
		Audience:   byDefault(false, quarkusTenants), // of access tokens
		Algorithms: byDefault([]string(nil), quarkusTenants),
	}
}

// quarkusConsumers reads the default tenant and the named ones.
func (v springView) quarkusConsumers() []*inventory.Consumer {
	tenants := []string{""}
	for _, name := range v.names(quarkusPrefix, ".auth-server-url", ".public-key", ".provider") {
		tenants = append(tenants, name+".")
	}
	var out []*inventory.Consumer
	for _, tenant := range tenants {
		if c := v.quarkusTenant(quarkusPrefix + tenant); c != nil {
			out = append(out, c)
		}
	}
	return out
}

// quarkusTenant reads what stands under a prefix; nil where that is no tenant.
func (v springView) quarkusTenant(prefix string) *inventory.Consumer {
	declaring, _ := v.setting(prefix+"public-key", prefix+"auth-server-url", prefix+"provider")
	if declaring == nil {
		return nil
	}
	name := "quarkus"
	if tenant := strings.Trim(strings.TrimPrefix(prefix, quarkusPrefix), `."`); tenant != "" {
		name += "/" + tenant
	}
	variant := quarkusEarly()
	s := v.read(name, declaring, variant)
	key, keyName := v.setting(prefix + "public-key")
	early := property(v, s, implied(true, declaring.At), "true or false", strconv.ParseBool, prefix+"jwks.resolve-early")
	switch {
	case key != nil:
		variant = quarkusPublicKey()
	case early.From.Known() && !early.V:
		variant = quarkusLate()
	}
	variant.apply(s.consumer)
	s.named(keyName).pemKeys(key, "")
	if key == nil {
		v.quarkusRemote(s, prefix)
		if !early.From.Known() {
			s.note("jwks.resolve-early is not known: the longer times of resolve-early count")
		}
	}
	v.quarkusChecks(s, prefix)
	return s.consumer
}

func (v springView) quarkusRemote(s settings, prefix string) {
	c := s.consumer
	const form = `a duration such as "10M" or "PT10M"`
	server := v.texts(s, prefix+"auth-server-url")
	discovers := property(v, s, inventory.Value[bool]{V: true, From: inventory.VendorDefault}, "true or false", strconv.ParseBool,
		prefix+"discovery-enabled")
	path := v.texts(s, prefix+"jwks-path")
	switch {
	case len(server) == 0:
		s.note("the provider is one that Quarkus knows by name: its URLs are not in the configuration")
	case discovers.V || !discovers.From.Known():
		c.DiscoveryURLs = below(server, metadataPath)
	case len(path) > 0 && path[0].From.Known() && !isRemote(path[0].V):
		c.JWKSURLs = below(server, path[0].V)
	default:
		c.JWKSURLs = path
	}
	if c.Refresh.Mode == inventory.ModeLazy {
		c.Refresh.Interval = property(v, s, c.Refresh.Interval, form, quarkusSpan, prefix+"jwks.cache-time-to-live")
	} else {
		c.Refresh.Cooldown = property(v, s, c.Refresh.Cooldown, form, quarkusSpan, prefix+"token.forced-jwk-refresh-interval")
	}
	if n, name := v.setting(prefix + "tls.verification"); n != nil {
		c.Checks.VerifiesTLS = not(parsed(s.named(name), n, inventory.Value[bool]{}, "a word", func(text string) (bool, error) {
			return strings.EqualFold(text, "none"), nil
		}))
	}
	if !discovers.V && discovers.From.Known() {
		c.Checks.Issuer = implied(false, discovers.At)
	}
}

func (v springView) quarkusChecks(s settings, prefix string) {
	c := s.consumer
	c.Issuers = v.texts(s, prefix+"token.issuer")
	c.Checks.Issuer = follows(c.Issuers, c.Checks.Issuer)
	if len(c.Issuers) > 0 && c.Issuers[0].V == "any" {
		c.Checks.Issuer = inventory.Value[bool]{From: c.Issuers[0].From, At: c.Issuers[0].At}
		c.Issuers = nil
	}
	c.Checks.Audiences = v.lists(s, prefix+"token.audience")
	c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
	if len(c.Checks.Audiences) > 0 && c.Checks.Audiences[0].V == "any" {
		first := c.Checks.Audiences[0]
		c.Checks.Audience, c.Checks.Audiences = inventory.Value[bool]{From: first.From, At: first.At}, nil
	}
	c.Checks.Algorithms = allowed(v.texts(s, prefix+"token.signature-algorithm"), c.Checks.Algorithms)
	c.Checks.Skew = asSkew(property(v, s, skewSpan(c.Checks.Skew), "a number of seconds", whole(time.Second), prefix+"token.lifespan-grace"))
}
