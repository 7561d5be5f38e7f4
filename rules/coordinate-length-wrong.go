package rules

import (
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var coordinateLengthWrong = &Rule{
	ID:       "coordinate-length-wrong",
	Title:    "EC coordinate is not as long as its curve makes it",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7518, "6.2.1.2"), RFC(7518, "6.2.1.3"), CWE(1286)},
	Why:      "Strict consumers refuse the key; where one encoder drops leading zero octets, about one key in 128 is affected and tokens fail without an apparent cause.",
	Fix:      "Encode x and y with the full length of the curve (32 octets for P-256, 48 for P-384, 66 for P-521), zero octets in front; the key and its kid stay the same.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			flaws := memberFacts(key, inventory.FactLength)
			if len(flaws) > 0 && strings.EqualFold(key.Kty, "EC") {
				pass.Reportf(key, "%s", describeFacts(flaws, " has "))
			}
		}
	},
}
