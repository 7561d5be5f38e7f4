package rules

import (
	"slices"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var keysetPlaintext = &Rule{
	ID:       "keyset-plaintext",
	Title:    "Key set is fetched over plain HTTP",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCDiscovery("3"), RFC(8414, "2"), CWE(319), NHI(4)},
	Why:      "Whoever is on the path can put in a key of their own, and every consumer then accepts the tokens that they sign; a redirect to https comes too late.",
	Fix:      "Serve the key set over https, change the URL wherever it is configured, then close the http one.",
	Endpoint: func(pass *EndpointPass) {
		metadata := pass.Discovery()
		said := metadata != nil && plaintext(metadata.JWKSURI) || // jwks-uri-plaintext
			slices.ContainsFunc(pass.Endpoint.Consumers, func(c *inventory.Consumer) bool { return len(plainAddresses(c)) > 0 }) // consumer-plaintext
		if plaintext(pass.Endpoint.URL) && !said {
			pass.ReportSetf("the key set's URL is http, want https")
		}
	},
}
