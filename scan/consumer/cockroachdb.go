package consumer

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// cockroachdb reads the cluster settings by which CockroachDB accepts tokens: as a
// map, such as that of its Helm chart, or as SQL in a text.
func cockroachdb() Dialect {
	return Dialect{
		Product:  "cockroachdb",
		Signs:    []string{cockroachSetting},
		Variants: []Variant{cockroachStatic(), cockroachFetch()},
		Open:     func() Reader { return &fileReader{read: readCockroach} },
	}
}

const (
	cockroachSetting  = "server.jwt_authentication."
	cockroachSettings = "cockroachdb/cockroach@05bb6da pkg/ccl/jwtauthccl/settings.go"
	cockroachLogin    = "cockroachdb/cockroach@00ccda6 pkg/ccl/jwtauthccl/authentication_jwt.go"
)

// cockroachStatic has its keys in a setting.
func cockroachStatic() Variant {
	can := jwxCapabilities()
	can.Needs = needs(cockroachLogin, "kid")
	return Variant{
		Name: "static", Verified: "2026-11-28",
		Refresh: inventory.Refresh{Mode: inventory.ModeStatic, Verdicts: byDefault(inventory.For(0), cockroachLogin)},
		Checks: inventory.Checks{
			Issuer:   byDefault(true, cockroachLogin),
			Audience: byDefault(true, cockroachLogin),
			Skew:     byDefault(time.Duration(0), cockroachLogin),
		},
		Capabilities: can,
	}
}

// cockroachFetch asks for the keys with every login, and has none without an answer.
func cockroachFetch() Variant {
	v := cockroachStatic()
	v.Name = "auto-fetch"
	v.Refresh = inventory.Refresh{
		Mode:         inventory.ModePerRequest,
		Interval:     byDefault(inventory.For(0), cockroachLogin),
		HTTPCache:    inventory.CacheIgnored,
		UnknownKid:   byDefault(true, cockroachLogin),
		Cooldown:     byDefault(inventory.For(0), cockroachLogin),
		StaleOnError: byDefault(inventory.For(0), cockroachLogin),
		Verdicts:     byDefault(inventory.For(0), cockroachLogin),
	}
	return v
}

func readCockroach(file *config.File) (found []*inventory.Consumer, known bool) {
	read := make(map[string]bool) // texts of SQL, which are documents of their own too
	for _, doc := range file.Documents(cockroachSetting) {
		for n := range doc.Root().All() {
			set := make(map[string]*config.Node)
			for _, f := range n.Fields {
				if name, ok := strings.CutPrefix(f.Name, cockroachSetting); ok {
					set[name] = f.Value
				}
			}
			if strings.Contains(n.Scalar(), cockroachSetting) {
				if text := strings.Join(strings.Fields(n.Text), " "); !read[text] {
					read[text] = true
					maps.Copy(set, cockroachStatements(n))
				}
			}
			if len(set) == 0 {
				continue
			}
			known = true
			if set["issuers"] != nil || set["issuers.configuration"] != nil || set["jwks"] != nil {
				found = append(found, readCockroachSettings(doc, n, set))
			}
		}
	}
	return found, known
}

// cockroachStatement is one assignment of SQL, whose strings double their quotes.
func cockroachStatement() *regexp.Regexp {
	return regexp.MustCompile(`(?i)SET\s+CLUSTER\s+SETTING\s+server\.jwt_authentication\.([a-z_.]+)\s*(?:=|\bTO\b)\s*(?:'((?:[^']|'')*)'|(true|false))`)
}

func cockroachStatements(n *config.Node) map[string]*config.Node {
	set := make(map[string]*config.Node)
	for _, m := range cockroachStatement().FindAllStringSubmatch(n.Text, -1) {
		text := strings.ReplaceAll(m[2], "''", "'") + m[3]
		set[strings.ToLower(m[1])] = &config.Node{Kind: config.Scalar, Text: text, At: n.At}
	}
	return set
}

func readCockroachSettings(doc *config.Document, at *config.Node, set map[string]*config.Node) *inventory.Consumer {
	s := declare(doc, at, "", at.At, cockroachStatic())
	c := s.consumer
	fetch := truth(s.named(cockroachSetting+"jwks_auto_fetch.enabled"), set["jwks_auto_fetch.enabled"], inventory.Value[bool]{})
	switch {
	case fetch.V:
		cockroachFetch().apply(c)
	case set["jwks"] == nil:
		s.note("no keys are set, and fetching them is not switched on: no token is accepted")
	default:
		s.named(cockroachSetting+"jwks").inlineKeys(set["jwks"], asText)
	}
	s.cockroachIssuers(fetch.V, set["issuers"], set["issuers.configuration"])
	c.Checks.Audiences = s.named(cockroachSetting + "audience").cockroachTexts(set["audience"])
	if on := truth(s.named(cockroachSetting+"enabled"), set["enabled"], inventory.Value[bool]{}); !on.V && on.From.Known() {
		s.note("%senabled is false: no token is accepted", cockroachSetting)
	}
	return c
}

// cockroachIssuers reads a name, a list of names as JSON, or a map of names to the
// URLs of their key sets.
func (s settings) cockroachIssuers(fetched bool, nodes ...*config.Node) {
	for _, n := range nodes {
		s := s.named(cockroachSetting + "issuers")
		sets := n.Embedded(n.Scalar()).Get("issuer_jwks_map")
		if sets == nil {
			s.consumer.Issuers = append(s.consumer.Issuers, s.cockroachTexts(n)...)
			continue
		}
		for _, f := range slices.SortedFunc(slices.Values(sets.Fields), func(a, b config.Field) int { return strings.Compare(a.Name, b.Name) }) {
			s.consumer.Issuers = append(s.consumer.Issuers, s.one(&config.Node{Kind: config.Scalar, Text: f.Name, At: f.At})...)
			if fetched {
				s.consumer.JWKSURLs = append(s.consumer.JWKSURLs, s.one(f.Value)...)
			}
		}
	}
}

// cockroachTexts reads a text, or a list of them as JSON.
func (s settings) cockroachTexts(n *config.Node) []inventory.Value[string] {
	if list := n.Embedded(n.Scalar()); list.Is(config.List) {
		return s.texts(list)
	}
	return s.one(n)
}
