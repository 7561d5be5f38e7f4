package consumer

import (
	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// pomerium reads the providers whose bearer tokens it verifies, and the one that
// people sign in with.
func pomerium() Dialect {
	return Dialect{
		Product:    "pomerium",
		Signs:      []string{"idp_provider_url", "supported_algs"},
		Companions: []string{"identity_providers"},
		Variants:   []Variant{pomeriumBearer(), pomeriumLogin(), pomeriumVendorLogin()},
		Open:       func() Reader { return &fileReader{read: readPomerium} },
	}
}

const (
	pomeriumProvider = "pomerium/pomerium@024dc28 config/identity_provider.go"
	pomeriumVerifier = "pomerium/pomerium@024dc28 pkg/identity/oidc/extjwt/extjwt.go"
)

// pomeriumBearer verifies tokens that workloads send.
func pomeriumBearer() Variant {
	can := laterGoOIDCCapabilities("pomerium/pomerium@c8ace10 go.mod") // go-oidc 3.20; earlier versions bear less
	can.LeastRSABits = inventory.Value[int]{}                          // up to the Go that it is built with
	return Variant{
		Name:    "bearer",
		Refresh: goOIDCRefresh(),
		Checks: inventory.Checks{
			Issuer:     byDefault(true, pomeriumVerifier),
			Audience:   byDefault(true, pomeriumVerifier),
			Algorithms: byDefault([]string{"RS256", "ES256", "EdDSA"}, pomeriumProvider),
			Skew:       goOIDCSkew(),
		},
		Capabilities: can,
		Verified:     "2026-11-28",
	}
}

// pomeriumLogin verifies the ID tokens of a sign-in.
func pomeriumLogin() Variant {
	const source = "pomerium/pomerium@1428879 pkg/identity/oidc/oidc.go"
	return Variant{
		Name:    "login",
		Refresh: goOIDCRefresh(),
		Checks: inventory.Checks{
			Issuer:   byDefault(true, source),
			Audience: byDefault(true, source),
			Skew:     goOIDCSkew(),
		},
	}
}

// pomeriumVendorLogin is a sign-in with one of the providers that it knows by
// name, each of which has code of its own that was not verified.
func pomeriumVendorLogin() Variant {
	return Variant{Name: "login-vendor", Refresh: inventory.Refresh{Mode: inventory.ModeUnknown, HTTPCache: inventory.CacheUnknown}}
}

func readPomerium(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents("identity_providers", "idp_provider_url") {
		for n := range doc.Root().All() {
			for _, f := range members(n.Get("identity_providers")) {
				if f.Value.Get("issuer") != nil && f.Value.Get("audiences", "jwks_url", "supported_algs") != nil {
					known = true
					found = append(found, readPomeriumProvider(doc, f))
				}
			}
			if url := n.Get("idp_provider_url"); url != nil && n.Get("idp_provider", "idp_client_id") != nil {
				known = true
				found = append(found, readPomeriumLogin(doc, n, url))
			}
		}
	}
	return found, known
}

func readPomeriumLogin(doc *config.Document, n, url *config.Node) *inventory.Consumer {
	variant := pomeriumVendorLogin()
	if n.Get("idp_provider").Scalar() == "oidc" {
		variant = pomeriumLogin()
	}
	s := declare(doc, n, "idp_provider", url.At, variant)
	s.consumer.Issuers = s.one(url)
	s.consumer.Checks.Audiences = s.one(n.Get("idp_client_id"))
	return s.consumer
}

func readPomeriumProvider(doc *config.Document, provider config.Field) *inventory.Consumer {
	n := provider.Value
	s := declare(doc, n, provider.Name, n.Get("issuer").At, pomeriumBearer())
	c := s.consumer
	c.Issuers = s.one(n.Get("issuer"))
	c.JWKSURLs = s.one(n.Get("jwks_url"))
	c.Checks.Audiences = s.texts(n.Get("audiences"))
	c.Checks.Algorithms = allowed(s.texts(n.Get("supported_algs")), c.Checks.Algorithms)
	return c
}
