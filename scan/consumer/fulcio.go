package consumer

import (
	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// fulcio reads the issuers of Sigstore's certificate authority, in JSON or YAML.
func fulcio() Dialect {
	return Dialect{
		Product:  "fulcio",
		Signs:    []string{"OIDCIssuers", "oidc-issuers", "MetaIssuers", "meta-issuers"},
		Variants: []Variant{fulcioDefaults()},
		Open:     func() Reader { return &fileReader{read: readFulcio} },
	}
}

// fulcioDefaults verifies with what the metadata names at its start.
func fulcioDefaults() Variant {
	const source = "sigstore/fulcio@04ef3c7 pkg/config/config.go"
	return Variant{
		Since:    "1.6",
		Before:   "1.8.9",
		Verified: "2026-11-28",
		Refresh:  checkedEachTime(goOIDCRefresh(), source),
		Checks: inventory.Checks{
			Issuer:   byDefault(true, source),
			Audience: byDefault(true, source),
			Skew:     goOIDCSkew(),
		},
		Capabilities: goOIDCCapabilities(goOIDCKeySet),
	}
}

func readFulcio(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents(fulcio().Signs...) {
		for n := range doc.Root().All() {
			for _, f := range members(n.Get("OIDCIssuers", "oidc-issuers")) {
				if isFulcioIssuer(f.Value) {
					known = true
					found = append(found, readFulcioIssuer(doc, n, f))
				}
			}
			for _, f := range members(n.Get("MetaIssuers", "meta-issuers")) {
				if isFulcioIssuer(f.Value) {
					known = true
					s := readFulcioSettings(doc, n, f, f.At)
					s.named("MetaIssuers").unresolved(&config.Node{Kind: config.Scalar, At: f.At}, f.Name)
					s.note("%s (%s) stands for every issuer that its pattern matches", f.Name, f.At)
					found = append(found, s.consumer)
				}
			}
		}
	}
	return found, known
}

func isFulcioIssuer(n *config.Node) bool {
	return n.Get("ClientID", "client-id") != nil && n.Get("Type", "type") != nil
}

func readFulcioSettings(doc *config.Document, base *config.Node, issuer config.Field, at inventory.Origin) settings {
	s := declare(doc, base, issuer.Name, at, fulcioDefaults())
	s.consumer.Checks.Audiences = s.one(issuer.Value.Get("ClientID", "client-id"))
	return s
}

func readFulcioIssuer(doc *config.Document, base *config.Node, issuer config.Field) *inventory.Consumer {
	url := issuer.Value.Get("IssuerURL", "issuer-url")
	at := issuer.At
	if url != nil {
		at = url.At
	}
	s := readFulcioSettings(doc, base, issuer, at)
	s.consumer.Issuers = s.one(url)
	return s.consumer
}
