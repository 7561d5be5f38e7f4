package rules

import "github.com/jwksaudit/jwksaudit/scan/inventory"

var keyTypeMisspelt = &Rule{
	ID:       "key-type-misspelt",
	Title:    "Key type or curve is written in the wrong case",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "4.1"), RFC(7518, "6.2.1.1"), CWE(436)},
	Why:      "Both names are case-sensitive: consumers that compare them as they stand do not know the key and reject every token of it.",
	Fix:      "Write the name as registered: RSA, EC, OKP, AKP or oct; P-256, P-384, P-521, secp256k1, Ed25519, Ed448, X25519 or X448.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			for _, fact := range key.FactsOf(inventory.FactCase) {
				if fact.Member == "kty" || fact.Member == "crv" {
					pass.Reportf(key, "%s is %s", fact.Member, fact.Detail).About(fact.Member)
				}
			}
		}
	},
}
