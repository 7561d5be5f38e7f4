package consumer

import (
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// spire reads the federation of a SPIRE server: each trust domain whose bundle it
// fetches. The bundle itself says how often; it is not followed.
func spire() Dialect {
	return Dialect{
		Product:  "spire",
		Signs:    []string{"federates_with", "ClusterFederatedTrustDomain"},
		Variants: []Variant{spireDefaults()},
		Open:     func() Reader { return &fileReader{read: readSpire} },
	}
}

func spireDefaults() Variant {
	const source = "spiffe/spire@ef8527e pkg/server/bundle/client/manager.go"
	return Variant{
		Refresh: inventory.Refresh{
			Mode: inventory.ModePoll,
			// a quarter of the bundle's spiffe_refresh_hint, which is not seen here
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(false, source),
			StaleOnError: byDefault(inventory.Forever(), source),
		},
	}
}

func readSpire(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents(spire().Signs...) {
		for n := range doc.Root().All() {
			for _, domains := range n.Each("federates_with") {
				for _, f := range members(domains) {
					for _, domain := range f.Value.Elements() {
						found = append(found, readFederated(doc, domain, f.Name, f.At)...)
					}
				}
			}
		}
		for _, object := range objects(doc, "spire.spiffe.io", "ClusterFederatedTrustDomain") {
			spec := object.Get("spec")
			name := spec.Get("trustDomain").Scalar()
			found = append(found, readFederated(doc, spec, name, object.At)...)
		}
	}
	return found, len(found) > 0
}

// readFederated reads one trust domain; none where it says nothing of an endpoint.
func readFederated(doc *config.Document, domain *config.Node, name string, at inventory.Origin) []*inventory.Consumer {
	url := domain.Get("bundle_endpoint_url", "bundleEndpointURL")
	address := domain.Get("bundle_endpoint") // before version 1.0: address and port
	if url == nil && address == nil {
		return nil
	}
	s := declare(doc, domain, name, at, spireDefaults())
	c := s.consumer
	c.JWKSURLs = s.one(url)
	for _, v := range s.one(address.Get("address")) {
		if v.From.Known() {
			port := address.Get("port").Scalar()
			v.V, v.From = "https://"+v.V+strings.TrimSuffix(":"+port, ":"), inventory.Implied
		}
		c.JWKSURLs = append(c.JWKSURLs, v)
	}
	s.note("the bundle is fetched every quarter of its spiffe_refresh_hint, which stands in the bundle")
	return []*inventory.Consumer{c}
}
