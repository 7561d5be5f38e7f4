package consumer

import (
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// caddy reads the provider jwt (ggicci/caddy-jwt) in Caddy's JSON. It does not
// read Caddyfiles.
func caddy() Dialect {
	return Dialect{
		Product:    "caddy",
		Signs:      []string{"issuer_whitelist", "audience_whitelist"},
		Companions: []string{`"authentication"`},
		Variants:   []Variant{caddyRemote(), caddyStatic()},
		Open:       func() Reader { return &fileReader{read: readCaddy} },
	}
}

const (
	caddySource = "ggicci/caddy-jwt@26e87e1 jwt.go"
	caddyCache  = "lestrrat-go/httprc@e71784b queue.go"
)

// caddyRemote polls, less often where the headers allow it, and keeps its copy for
// ever while that fails. A token with an unknown kid is refused and makes it fetch in
// the background.
func caddyRemote() Variant {
	return Variant{
		Name:     "remote",
		Since:    "1.0",
		Verified: "2026-11-28",
		Refresh: inventory.Refresh{
			Mode:         inventory.ModePoll,
			Interval:     byDefault(inventory.For(15*time.Minute), caddyCache),
			HTTPCache:    inventory.CacheLengthens,
			UnknownKid:   byDefault(true, caddySource),
			Cooldown:     byDefault(inventory.For(0), caddySource),
			StaleOnError: byDefault(inventory.Forever(), caddyCache),
			Verdicts:     byDefault(inventory.For(0), caddySource),
		},
		Checks:       caddyChecks(),
		Capabilities: jwxCapabilities(),
	}
}

// caddyStatic has a key written into the configuration.
func caddyStatic() Variant {
	return Variant{
		Name:     "static",
		Since:    "1.0",
		Verified: "2026-11-28",
		Refresh: inventory.Refresh{
			Mode:     inventory.ModeStatic,
			Verdicts: byDefault(inventory.For(0), caddySource),
		},
		Checks: caddyChecks(),
	}
}

func caddyChecks() inventory.Checks {
	return inventory.Checks{
		Issuer:     byDefault(false, caddySource),
		Audience:   byDefault(false, caddySource),
		Algorithms: byDefault([]string(nil), caddySource), // that of the token, or of the key
	}
}

func readCaddy(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents(`"authentication"`) {
		for n := range doc.Root().All() {
			jwt := n.Get("providers").Get("jwt")
			if n.Get("handler").Scalar() == "authentication" && jwt.Get("jwk_url", "sign_key") != nil {
				known = true
				found = append(found, readCaddyProvider(doc, n, jwt)...)
			}
		}
	}
	return found, known
}

func readCaddyProvider(doc *config.Document, handler, jwt *config.Node) []*inventory.Consumer {
	url, key := jwt.Get("jwk_url"), jwt.Get("sign_key")
	s := declare(doc, handler, "jwt", placed(url, key), caddyRemote())
	c := s.consumer
	switch {
	case url != nil:
		c.JWKSURLs = s.one(url)
	case isPEM(key.Scalar()):
		caddyStatic().apply(c)
		s.pemKeys(key, "")
	default: // a shared secret
		return nil
	}
	c.Issuers = s.texts(jwt.Get("issuer_whitelist"))
	c.Checks.Issuer = follows(c.Issuers, c.Checks.Issuer)
	c.Checks.Audiences = s.texts(jwt.Get("audience_whitelist"))
	c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
	c.Checks.Algorithms = allowed(s.one(jwt.Get("sign_alg")), c.Checks.Algorithms)
	return []*inventory.Consumer{c}
}
