package rules

import "github.com/jwksaudit/jwksaudit/scan/inventory"

var base64urlNoncanonical = &Rule{
	ID:       "base64url-noncanonical",
	Title:    "Last character of a base64url member carries bits that are dropped",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(4648, "3.5"), RFC(7515, "2"), CWE(436)},
	Why:      "Strict decoders refuse the value, and it is a sign that the text was cut or edited by hand: the key may not be the one that signs.",
	Fix:      "Encode the key again from its octets instead of repairing the text, and verify a token against the published set.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			if flaws := memberFacts(key, inventory.FactNonCanonical); len(flaws) > 0 {
				pass.Reportf(key, "%s", describeFacts(flaws, ": "))
			}
		}
	},
}
