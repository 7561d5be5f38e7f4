package rules

import (
	"slices"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var consumerTLSUnverified = &Rule{
	ID:       "consumer-tls-unverified",
	Title:    "Consumer does not verify the certificate of the key set's server",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCDiscovery("7.1"), RFC(9110, "4.3.4"), CWE(295), NHI(4)},
	Why:      "Whoever can answer in place of the server can put in a key of their own, and the consumer then accepts every token that they sign.",
	Fix:      "Turn verification on; give the consumer the authority's certificate where it is a private one.",
	Consumer: func(pass *ConsumerPass) {
		c := pass.Consumer
		overTLS := func(address inventory.Value[string]) bool { return scheme(address.V) != "http" }
		if asked := keyAddresses(c); len(asked) > 0 && !slices.ContainsFunc(asked, overTLS) {
			return // there is no certificate to verify: consumer-plaintext
		}
		if check := c.Checks.VerifiesTLS; check.From.Known() && !check.V {
			pass.Reportf(check.At, "the certificate of the key set's server is not verified%s, want it verified", source(check.From)).resting(check.From)
		}
	},
}
