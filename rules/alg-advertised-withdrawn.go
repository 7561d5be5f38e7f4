package rules

import (
	"slices"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var algAdvertisedWithdrawn = &Rule{
	ID:       "alg-advertised-withdrawn",
	Title:    "An algorithm is no longer advertised",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCDiscovery("3"), CWE(757)},
	Why:      "Clients that were registered for this algorithm, and consumers that allow it alone, get tokens that they reject once the issuer stops signing with it.",
	Fix:      "Find the clients and consumers that ask for it and give them another first.",
	Endpoint: func(pass *EndpointPass) {
		c, ok := pass.History().Moved(func(d *inventory.Discovery) string { return strings.Join(d.SigningAlgs, "\x00") })
		if !ok || !pass.recent(c.Within) || c.After == "" {
			return
		}
		var gone []string
		after := strings.Split(c.After, "\x00")
		for _, name := range strings.Split(c.Before, "\x00") {
			if name != "" && name != "none" && !slices.Contains(after, name) {
				gone = append(gone, quote(name))
			}
		}
		if len(gone) > 0 {
			pass.ReportMetadataf("%s is not advertised since %s and was before, want it to stay while somebody uses it", some(gone, ", "), since(c.Within))
		}
	},
}
