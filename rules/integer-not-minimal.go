package rules

import (
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var integerNotMinimal = &Rule{
	ID:       "integer-not-minimal",
	Title:    "RSA modulus or exponent is padded with zero octets",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7518, "2"), RFC(7518, "6.3.1.1"), CWE(436)},
	Why:      "Strict consumers refuse the key, others compute another thumbprint or key size from it, so tokens verify at some services and fail at others.",
	Fix:      "Strip the leading zero octets before encoding (many libraries add one as the sign of the integer); the key and its kid stay the same.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			var padded []string
			for _, fact := range memberFacts(key, inventory.FactLeadingZero) {
				padded = append(padded, fact.Member)
			}
			if len(padded) > 0 {
				pass.Reportf(key, "leading zero octets in %s, want none", strings.Join(padded, " and "))
			}
		}
	},
}
