package consumer

import (
	"cmp"
	"encoding/base64"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// kongJWT reads the credentials of Kong's jwt plugin: each trusts one public key,
// written into it, for tokens whose `iss` is the credential's key. Those with a
// shared secret have no published key and are left out. The plugin itself may
// stand in another file.
func kongJWT() Dialect {
	return Dialect{
		Product:    "kong-jwt",
		Signs:      []string{"jwt_secrets", "konghq.com/credential"},
		Companions: kongSigns(),
		Variants:   []Variant{kongJWTDefaults()},
		Open:       func() Reader { return &kongJWTReader{} },
	}
}

const kongJWTHandler = "Kong/kong@22246ef kong/plugins/jwt/handler.lua"

func kongJWTDefaults() Variant {
	const (
		credential = "Kong/kong@22246ef kong/plugins/jwt/daos.lua"
		parser     = "Kong/kong@22246ef kong/plugins/jwt/jwt_parser.lua"
	)
	return Variant{
		Verified: "2026-11-23",
		Refresh: inventory.Refresh{
			Mode:     inventory.ModeStatic,
			Verdicts: byDefault(inventory.For(0), kongJWTHandler),
		},
		Checks: inventory.Checks{
			Audience:   byDefault(false, kongJWTHandler),
			Algorithms: byDefault([]string{"HS256"}, credential),
			Skew:       byDefault(time.Duration(0), parser),
		},
		Capabilities: inventory.Capabilities{Algorithms: byDefault([]string{
			"HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "ES512",
			"PS256", "PS384", "PS512", "EdDSA",
		}, credential)},
	}
}

// kongJWTReader joins credentials and plugins.
type kongJWTReader struct {
	credentials []kongCredential
	plugins     []kongJWTPlugin
}

// kongCredential is a consumer with the key that chooses it.
type kongCredential struct {
	settings
	key []inventory.Value[string]
}

// kongJWTPlugin is what a plugin says of all credentials.
type kongJWTPlugin struct {
	at        inventory.Origin
	claim     string           // that chooses the credential; "" for the default, iss
	expiry    bool             // exp is verified
	anonymous inventory.Origin // zero where requests without a token do not pass
}

// Read implements Reader.
func (r *kongJWTReader) Read(file *config.File) bool {
	known := len(r.plugins) + len(r.credentials)
	for _, plugin := range kongPlugins(file, "jwt") {
		p := kongJWTPlugin{at: plugin.node.At, claim: plugin.get("key_claim_name").Scalar()}
		for _, claim := range plugin.get("claims_to_verify").Elements() {
			p.expiry = p.expiry || claim.Scalar() == "exp"
		}
		if n := plugin.get("anonymous"); n.Scalar() != "" {
			p.anonymous = n.At
		}
		r.plugins = append(r.plugins, p)
	}
	for _, doc := range file.Documents("jwt_secrets") {
		for n := range doc.Root().All() {
			for _, secret := range n.Get("jwt_secrets").Elements() {
				r.readCredential(doc, secret, n.Get("username", "custom_id").Scalar(), kongPlainField)
			}
		}
	}
	for _, doc := range file.Documents("konghq.com/credential") {
		for n := range doc.Root().All() {
			if n.Get("kind").Scalar() == "Secret" {
				r.readSecret(doc, n)
			}
		}
	}
	return len(r.plugins)+len(r.credentials) > known
}

// readSecret reads the credential of the ingress controller's consumers.
func (r *kongJWTReader) readSecret(doc *config.Document, object *config.Node) {
	if object.Get("metadata").Get("labels").Get("konghq.com/credential").Scalar() != "jwt" {
		return
	}
	r.readCredential(doc, object, objectName(object), func(n *config.Node, name string) *config.Node {
		if plain := n.Get("stringData").Get(name); plain != nil {
			return plain
		}
		return kongEncodedField(n.Get("data").Get(name))
	})
}

// kongPlainField is a field of a credential in a declarative file.
func kongPlainField(n *config.Node, name string) *config.Node { return n.Get(name) }

// kongEncodedField is a value of a Secret's data: base64, and open where it is not.
func kongEncodedField(n *config.Node) *config.Node {
	if n == nil {
		return nil
	}
	text, err := base64.StdEncoding.DecodeString(strings.TrimSpace(n.Scalar()))
	if err != nil {
		return &config.Node{Kind: config.Scalar, Text: "not base64", Open: true, At: n.At}
	}
	return &config.Node{Kind: config.Scalar, Text: string(text), At: n.At}
}

func (r *kongJWTReader) readCredential(
	doc *config.Document, n *config.Node, name string, field func(n *config.Node, name string) *config.Node,
) {
	key := field(n, "rsa_public_key")
	if key == nil || key.Text == "" {
		return
	}
	s := declare(doc, n, cmp.Or(name, "jwt_secrets"), n.At, kongJWTDefaults())
	c := s.consumer
	s.named("rsa_public_key").pemKeys(key, "")
	algorithm := s.named("algorithm").one(field(n, "algorithm"))
	c.Checks.Algorithms = allowed(algorithm, c.Checks.Algorithms)
	if len(algorithm) == 0 {
		s.note("algorithm is not set: HS256 by default, so that the public key is not used")
	}
	credential := kongCredential{s, s.named("key").one(field(n, "key"))}
	credential.base = nil // the tree need not be kept until all files are read
	r.credentials = append(r.credentials, credential)
}

// Consumers implements Reader.
func (r *kongJWTReader) Consumers() []*inventory.Consumer {
	var out []*inventory.Consumer
	for _, credential := range r.credentials {
		r.complete(credential)
		out = append(out, credential.consumer)
	}
	return out
}

// complete says what the plugins make of a credential.
func (r *kongJWTReader) complete(credential kongCredential) {
	c := credential.consumer
	if len(r.plugins) == 0 {
		credential.note("no jwt plugin is among the files: its default counts, by which key is the issuer")
	}
	byIssuer, anonymous := true, 0
	if len(r.plugins) > 0 {
		c.Checks.Expiry = inventory.Value[bool]{V: true, From: inventory.Explicit, At: r.plugins[0].at}
	}
	for _, p := range r.plugins {
		byIssuer = byIssuer && (p.claim == "" || p.claim == "iss")
		if !p.anonymous.IsZero() {
			anonymous++
			c.Checks.TokenOptional = inventory.Value[bool]{V: true, From: inventory.Implied, At: p.anonymous}
		}
		if !p.expiry {
			c.Checks.Expiry = inventory.Value[bool]{From: inventory.VendorDefault, At: p.at, Cite: kongJWTHandler}
			credential.note("the jwt plugin (%s) does not name exp in claims_to_verify: it accepts expired tokens", p.at)
		}
	}
	switch {
	case len(r.plugins) > 0 && anonymous == 0:
		c.Checks.TokenOptional = byDefault(false, kongJWTHandler)
	case anonymous < len(r.plugins):
		c.Checks.TokenOptional = inventory.Value[bool]{At: c.Checks.TokenOptional.At}
	}
	if !byIssuer {
		c.Checks.Issuer = byDefault(false, kongJWTHandler)
		credential.note("key_claim_name is not iss: key is no issuer")
		return
	}
	c.Issuers = credential.key
	c.Checks.Issuer = follows(c.Issuers, inventory.Value[bool]{})
}
