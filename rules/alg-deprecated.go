package rules

import "slices"

var algDeprecated = &Rule{
	ID:       "alg-deprecated",
	Title:    "alg is the deprecated EdDSA, which leaves the curve open",
	Severity: Info,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(9864, "4.1.2"), CWE(436)},
	Why:      "EdDSA means Ed25519 or Ed448 depending on the key, so nobody can agree on one algorithm by its name; many consumers do not know the new names yet.",
	Fix:      "Keep EdDSA while a consumer needs it; publish the alg Ed25519 or Ed448 once all of them know it.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			if key.Alg != "EdDSA" {
				continue
			}
			want := "Ed25519 or Ed448"
			if slices.Contains([]string{"Ed25519", "Ed448"}, key.Crv) {
				want = key.Crv
			}
			pass.Reportf(key, "alg is EdDSA, want %s once the consumers know it", want)
		}
	},
}
