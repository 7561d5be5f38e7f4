package consumer

import (
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// nginxPlus reads the JWT module of NGINX Plus. Keys come from a file, or by a
// request to a location that passes it on, with a cache in each of the two places.
func nginxPlus() Dialect {
	return Dialect{
		Product:  "nginx-plus",
		Signs:    []string{"auth_jwt_key_request", "auth_jwt_key_file"},
		Variants: []Variant{nginxRequest(), nginxFile()},
		Open:     func() Reader { return &fileReader{read: readNginxPlus} },
	}
}

const (
	nginxJWT   = "nginx/nginx.org@3924a7f xml/en/docs/http/ngx_http_auth_jwt_module.xml"
	nginxAdmin = "nginx/documentation@76d2906 content/nginx/admin-guide/security-controls/configuring-jwt-authentication.md"
	// A token is valid when its signature can be verified with a key that is found.
	nginxValid = "nginx/documentation@62e0d08 content/nginx/admin-guide/security-controls/configuring-jwt-authentication.md"
)

// nginxRequest asks for the keys with every request, until a cache is set.
func nginxRequest() Variant {
	return Variant{
		Name: "request",
		Refresh: inventory.Refresh{
			Mode:         inventory.ModePerRequest,
			Interval:     byDefault(inventory.For(0), nginxJWT), // auth_jwt_key_cache 0
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(false, nginxJWT),
			StaleOnError: byDefault(inventory.For(0), nginxAdmin),
			Verdicts:     byDefault(inventory.For(0), nginxValid),
		},
		Checks: nginxChecks(),
	}
}

func nginxFile() Variant {
	return Variant{Name: "file", Refresh: inventory.Refresh{Mode: inventory.ModeStatic}, Checks: nginxChecks()}
}

func nginxChecks() inventory.Checks {
	return inventory.Checks{
		Issuer:     byDefault(false, nginxJWT), // auth_jwt_require may
		Audience:   byDefault(false, nginxJWT),
		Algorithms: byDefault([]string(nil), nginxJWT), // no setting for it
		Skew:       byDefault(time.Duration(0), nginxJWT),
	}
}

// nginxScope is the blocks around a directive, the innermost last.
type nginxScope []*config.Node

// find returns a directive's words as they hold here: those of the innermost
// block that has it.
func (s nginxScope) find(name string) *config.Node {
	for i := len(s) - 1; i >= 0; i-- {
		if f := s[i].Field(name); f != nil {
			return f.Value
		}
	}
	return nil
}

// all returns a directive that may stand several times, as it holds here.
func (s nginxScope) all(name string) []*config.Node {
	for i := len(s) - 1; i >= 0; i-- {
		var out []*config.Node
		for _, f := range s[i].Fields {
			if f.Name == name {
				out = append(out, f.Value)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// word is the n-th word of a directive; nil where there is none.
func word(directive *config.Node, n int) *config.Node {
	if !directive.Is(config.List) || n < 0 || n >= len(directive.Items) {
		return nil
	}
	return directive.Items[n]
}

// inner is the block of a directive.
func inner(directive *config.Node) *config.Node {
	if last := word(directive, len(directive.Elements())-1); last.Is(config.Map) {
		return last
	}
	return nil
}

func readNginxPlus(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents(nginxPlus().Signs...) {
		if doc.YAML || !doc.Root().Is(config.Map) {
			continue
		}
		r := nginxPlusReader{doc: doc}
		r.walk(nginxScope{doc.Root()})
		found, known = append(found, r.found...), known || len(r.found) > 0
	}
	return found, known
}

type nginxPlusReader struct {
	doc   *config.Document
	found []*inventory.Consumer
}

// walk makes a consumer of every block that says where keys come from.
func (r *nginxPlusReader) walk(scope nginxScope) {
	block := scope[len(scope)-1]
	off := word(block.Get("auth_jwt"), 0).Scalar() == "off"
	for _, f := range block.Fields {
		if !off && (f.Name == "auth_jwt_key_request" || f.Name == "auth_jwt_key_file") && f.Value.Is(config.List) {
			r.found = append(r.found, r.consumer(scope, f))
		}
		if body := inner(f.Value); body != nil {
			r.walk(append(scope[:len(scope):len(scope)], body))
		}
	}
}

func (r *nginxPlusReader) consumer(scope nginxScope, keys config.Field) *inventory.Consumer {
	variant := nginxFile()
	if keys.Name == "auth_jwt_key_request" {
		variant = nginxRequest()
	}
	s := declare(r.doc, r.doc.Root(), strings.Trim(word(scope.find("auth_jwt"), 0).Scalar(), `"`), keys.At, variant)
	s.syntax = config.Placeholders{}
	s = s.named(keys.Name)
	if keys.Name == "auth_jwt_key_request" {
		r.request(s, scope, word(keys.Value, 0))
	} else {
		s.consumer.StaticFiles = s.nginxTexts(word(keys.Value, 0))
	}
	readNginxChecks(s, scope)
	return s.consumer
}

func readNginxChecks(s settings, scope nginxScope) {
	c := s.consumer
	c.Checks.Skew = asSkew(parsed(s.named("auth_jwt_leeway"), word(scope.find("auth_jwt_leeway"), 0), skewSpan(c.Checks.Skew), "a time such as 30s", nginxTime))
	if required := scope.all("auth_jwt_require"); len(required) > 0 {
		unknown := inventory.Value[bool]{At: required[0].At}
		c.Checks.Issuer, c.Checks.Audience = unknown, unknown
		s.note("auth_jwt_require (%s) checks variables, which may be of iss or aud: not followed", required[0].At)
	}
}
