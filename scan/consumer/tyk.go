package consumer

import (
	"encoding/base64"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// tyk reads API definitions, the classic ones and the extension of OpenAPI. How
// long keys are kept for a source that does not say so is configured in the
// gateway's own file, which is not read.
func tyk() Dialect {
	return Dialect{
		Product:  "tyk",
		Signs:    []string{"enable_jwt", "x-tyk-api-gateway"},
		Variants: []Variant{tykClassic(), tykOAS(), tykStatic()},
		Open:     func() Reader { return &fileReader{read: readTyk} },
	}
}

const (
	tykSource = "TykTechnologies/tyk@31e219b gateway/mw_jwt.go"
	tykConfig = "TykTechnologies/tyk@31e219b config/config.go"
)

func tykClassic() Variant {
	return Variant{
		Name: "classic",
		Refresh: inventory.Refresh{
			Mode:         inventory.ModeLazy,
			Interval:     byDefault(inventory.For(4*time.Minute), tykConfig),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(false, tykSource),
			StaleOnError: byDefault(inventory.For(0), tykSource),
		},
		Checks: inventory.Checks{
			Issuer:   byDefault(false, tykSource),
			Audience: byDefault(false, tykSource),
			Skew:     byDefault(time.Duration(0), tykSource),
		},
	}
}

// tykOAS may have several sources, and issuers and audiences.
func tykOAS() Variant {
	v := tykClassic()
	v.Name = "oas"
	return v
}

// tykStatic has a key written into the definition.
func tykStatic() Variant {
	v := tykClassic()
	v.Name, v.Refresh = "static", inventory.Refresh{Mode: inventory.ModeStatic}
	return v
}

func readTyk(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents("enable_jwt", "x-tyk-api-gateway") {
		for n := range doc.Root().All() {
			if enabled := n.Get("enable_jwt"); enabled != nil {
				known = true
				if enabled.Text != "false" {
					found = append(found, readTykClassic(doc, n)...)
				}
			}
			schemes := n.Get("x-tyk-api-gateway").Get("server").Get("authentication").Get("securitySchemes")
			for _, f := range members(schemes) {
				if f.Value.Get("jwksURIs", "source") != nil {
					known = true
					found = append(found, readTykScheme(doc, f)...)
				}
			}
		}
	}
	return found, known
}

func readTykClassic(doc *config.Document, api *config.Node) []*inventory.Consumer {
	source := api.Get("jwt_source")
	if source == nil {
		return nil // keys belong to sessions, which are no configuration
	}
	s := declare(doc, api, api.Get("name").Scalar(), source.At, tykClassic())
	readTykSource(s, source)
	checks := &s.consumer.Checks
	checks.Skew = parsed(s, api.Get("jwt_expires_at_validation_skew"), checks.Skew, "a number of seconds", seconds)
	return tykFound(s)
}

func readTykScheme(doc *config.Document, scheme config.Field) []*inventory.Consumer {
	n := scheme.Value
	uris := n.Get("jwksURIs").Elements()
	s := declare(doc, n, scheme.Name, placed(append(urlsOf(uris), n.Get("source"))...), tykOAS())
	for _, uri := range uris {
		readTykURI(s, uri)
	}
	if len(uris) == 0 {
		readTykSource(s, n.Get("source"))
	}
	c := s.consumer
	c.Issuers = s.texts(n.Get("allowedIssuers"))
	c.Checks.Issuer = follows(c.Issuers, c.Checks.Issuer)
	c.Checks.Audiences = s.texts(n.Get("allowedAudiences"))
	c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
	c.Checks.Skew = parsed(s, n.Get("expiresAtValidationSkew"), c.Checks.Skew, "a number of seconds", seconds)
	return tykFound(s)
}

func urlsOf(uris []*config.Node) []*config.Node {
	var out []*config.Node
	for _, uri := range uris {
		out = append(out, uri.Get("url"))
	}
	return out
}

// readTykURI reads one of several sources; of their times the longest counts.
func readTykURI(s settings, uri *config.Node) {
	c := s.consumer
	first := len(c.JWKSURLs) == 0
	c.JWKSURLs = append(c.JWKSURLs, s.one(uri.Get("url"))...)
	otherwise := tykOAS().Refresh.Interval
	v := parsed(s, uri.Get("cacheTimeout"), otherwise, `a duration such as "5m"`, goSpan)
	longest := c.Refresh.Interval
	if first || longest.From.Known() && (!v.From.Known() || v.V.D > longest.V.D) {
		c.Refresh.Interval = v
	}
}

// readTykSource reads a URL, as it is or in base64, or a key in base64. Its text
// may be a secret.
func readTykSource(s settings, n *config.Node) {
	if n == nil {
		return
	}
	decoded, err := base64.StdEncoding.DecodeString(n.Scalar())
	plain := *n
	plain.Text = string(decoded)
	switch {
	case n.Open || n.Tag != "" || isRemote(n.Text):
		s.consumer.JWKSURLs = s.one(n)
	case err == nil && isRemote(string(decoded)):
		s.consumer.JWKSURLs = s.one(&plain)
	case err == nil && isPEM(string(decoded)):
		tykStatic().apply(s.consumer)
		s.pemKeys(&plain, "")
	default:
		if _, answer := s.syntax.Expand(n.Text); answer != config.Literal {
			s.consumer.JWKSURLs = s.one(n)
		}
	}
}

// tykFound leaves out what a shared secret verifies.
func tykFound(s settings) []*inventory.Consumer {
	c := s.consumer
	if len(c.JWKSURLs) == 0 && len(c.Pins) == 0 && len(c.Unresolved) == 0 {
		return nil
	}
	if len(c.JWKSURLs) > 0 && c.Refresh.Interval.From == inventory.VendorDefault {
		s.note("the gateway's own file (jwks.cache.timeout) is not read: its default counts")
	}
	return []*inventory.Consumer{c}
}
