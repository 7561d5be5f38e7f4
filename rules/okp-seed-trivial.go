package rules

import "github.com/jwksaudit/jwksaudit/rules/weakkey"

var okpSeedTrivial = &Rule{
	ID:       "okp-seed-trivial",
	Title:    "Edwards or Montgomery private key is a trivial one",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(8032, "5.1.5"), CWE(1391), NHI(4)},
	Why:      "The private key is one octet repeated, a count or a single digit: anyone who tries those mints tokens that every consumer of this key set accepts.",
	Fix:      replaceAtOnce + " Find out what made it: a test key, or a generator without randomness.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			if key.OKP != nil && weakkey.TrivialSeed(key.OKP.Curve, key.OKP.X) == weakkey.Found {
				pass.Reportf(key, "private key of the %s key is a repeated octet, a count or a number below 256, want a random one", key.OKP.Curve)
			}
		}
	},
}
