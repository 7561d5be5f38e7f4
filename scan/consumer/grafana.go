package consumer

import (
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// grafana reads the section auth.jwt of grafana.ini, of the Helm chart's values,
// and the variables that stand for it.
func grafana() Dialect {
	return Dialect{
		Product:    "grafana",
		Signs:      []string{"[auth.jwt]", grafanaVariable},
		Companions: []string{"auth.jwt"}, // in YAML; other products have such names
		Variants:   []Variant{grafanaRemote(), grafanaFile()},
		Open:       func() Reader { return &fileReader{read: readGrafana} },
	}
}

const (
	grafanaVariable = "GF_AUTH_JWT_"
	grafanaKeySets  = "grafana/grafana@0453e86 pkg/services/auth/jwt/key_sets.go"
	grafanaVerify   = "grafana/grafana@004675c pkg/services/auth/jwt/auth.go" // Verify: the key is looked up and used each time
	grafanaDefault  = "grafana/grafana@002060f conf/defaults.ini"
)

// grafanaRemote keeps the set in the shared cache for cache_ttl.
func grafanaRemote() Variant {
	return Variant{
		Name:     "remote",
		Verified: "2026-11-28",
		Refresh: inventory.Refresh{
			Mode:         inventory.ModeLazy,
			Interval:     byDefault(inventory.For(time.Hour), grafanaDefault),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(false, grafanaKeySets),
			StaleOnError: byDefault(inventory.For(0), grafanaKeySets),
			Verdicts:     byDefault(inventory.For(0), grafanaVerify),
		},
		Checks:       grafanaChecks(),
		Capabilities: grafanaCapabilities(),
	}
}

// grafanaCapabilities are those of go-jose, whose versions differ in what they make
// of padding.
func grafanaCapabilities() inventory.Capabilities {
	can := goOIDCCapabilities(grafanaKeySets)
	can.Spoilers = byDefault([]inventory.Spoiler{
		inventory.SpoilerKeyType, inventory.SpoilerCurve, inventory.SpoilerMember, inventory.SpoilerLength, inventory.SpoilerX5C,
	}, "go-jose/go-jose@v3.0.5 jwk.go")
	can.StrictBase64 = inventory.Value[bool]{}
	return can
}

func grafanaFile() Variant {
	return Variant{Name: "file", Verified: "2026-11-23", Refresh: inventory.Refresh{Mode: inventory.ModeStatic}, Checks: grafanaChecks()}
}

func grafanaChecks() inventory.Checks {
	return inventory.Checks{
		Issuer:     byDefault(false, grafanaKeySets),
		Audience:   byDefault(false, grafanaKeySets),
		Algorithms: byDefault([]string(nil), grafanaKeySets), // no setting for it
	}
}

func readGrafana(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents("auth.jwt", grafanaVariable) {
		for n := range doc.Root().All() {
			for _, section := range []*config.Node{n.Get("auth.jwt"), grafanaVariables(n)} {
				if !section.Is(config.Map) {
					continue
				}
				known = true
				if c := readGrafanaJWT(doc, section); c != nil {
					found = append(found, c)
				}
			}
		}
	}
	return found, known
}

// grafanaVariables makes a section of the variables that a node gives: those of a
// container, of compose, or of a file.
func grafanaVariables(n *config.Node) *config.Node {
	section := &config.Node{Kind: config.Map}
	for _, f := range variables(n) {
		if setting, ok := strings.CutPrefix(f.Name, grafanaVariable); ok {
			if len(section.Fields) == 0 {
				section.At = f.Value.At
			}
			section.Fields = append(section.Fields, config.Field{Name: strings.ToLower(setting), At: f.Value.At, Value: f.Value})
		}
	}
	if len(section.Fields) == 0 {
		return nil
	}
	return section
}

// readGrafanaJWT reads a section; nil where it is not enabled.
func readGrafanaJWT(doc *config.Document, section *config.Node) *inventory.Consumer {
	s := declare(doc, section, "", section.At, grafanaRemote())
	enabled := truth(s.named("enabled"), section.Get("enabled"), inventory.Value[bool]{From: inventory.VendorDefault})
	if enabled.From.Known() && !enabled.V {
		return nil
	}
	c := s.consumer
	set := section.Get("jwk_set_url")
	c.JWKSURLs = s.grafanaTexts("jwk_set_url", set)
	c.StaticFiles = append(s.grafanaTexts("jwk_set_file", section.Get("jwk_set_file")), s.grafanaTexts("key_file", section.Get("key_file"))...)
	if len(c.JWKSURLs)+len(c.StaticFiles) == 0 {
		s.note("neither jwk_set_url nor jwk_set_file nor key_file is here: the keys are named elsewhere")
	}
	if len(c.StaticFiles) > 0 && len(c.JWKSURLs) == 0 {
		v := grafanaFile()
		c.Variant, c.Refresh = v.Name, v.Refresh
	} else {
		c.Refresh.Interval = parsed(s.named("cache_ttl"), section.Get("cache_ttl"), c.Refresh.Interval, `a duration such as "15m"`, goSpan)
		if c.Refresh.Interval.From.Known() && c.Refresh.Interval.V.D == 0 {
			c.Refresh.Mode = inventory.ModePerRequest
		}
	}
	if skips := truth(s.named("tls_skip_verify_insecure"), section.Get("tls_skip_verify_insecure"), inventory.Value[bool]{}); !skips.At.IsZero() {
		c.Checks.VerifiesTLS = not(skips)
	}
	readGrafanaClaims(s.named("expect_claims"), section.Get("expect_claims"))
	return c
}

// readGrafanaClaims reads the claims that must be as given: JSON in a text.
func readGrafanaClaims(s settings, claims *config.Node) {
	c := s.consumer
	text := claims
	if claims.Is(config.Scalar) {
		if values := s.grafanaTexts("expect_claims", claims); len(values) == 0 || !values[0].From.Known() {
			for _, v := range values {
				c.Checks.Issuer = inventory.Value[bool]{From: v.From, At: v.At, Text: v.Text}
				c.Checks.Audience = c.Checks.Issuer
			}
			return
		}
		if text = claims.Embedded(claims.Text); !text.Is(config.Map) {
			s.malformed(claims, "a JSON object")
			c.Checks.Issuer, c.Checks.Audience = inventory.Value[bool]{At: claims.At}, inventory.Value[bool]{At: claims.At}
			return
		}
	}
	c.Issuers = s.texts(text.Get("iss"))
	c.Checks.Audiences = s.texts(text.Get("aud"))
	c.Checks.Issuer = follows(c.Issuers, c.Checks.Issuer)
	c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
}

// grafanaTexts reads a text in which $__env{}, $__file{} and the like stand for
// what is elsewhere.
func (s settings) grafanaTexts(name string, n *config.Node) []inventory.Value[string] {
	s = s.named(name)
	if text := n.Scalar(); strings.Contains(text, "$__") {
		s.unresolved(n, text)
		return []inventory.Value[string]{{From: inventory.Unresolved, At: n.At, Text: text}}
	}
	return s.one(n)
}
