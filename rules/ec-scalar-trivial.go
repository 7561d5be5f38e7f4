package rules

import "github.com/jwksaudit/jwksaudit/rules/weakkey"

var ecScalarTrivial = &Rule{
	ID:       "ec-scalar-trivial",
	Title:    "EC private key is a very small number",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs:     []Ref{fips186("A.2"), CWE(1391), NHI(4)},
	Why:      "Anyone who counts to a thousand has the private key and mints tokens that every consumer of this key set accepts.",
	Fix:      replaceAtOnce + " Find out what made it: a test key, or a generator without randomness.",
	Endpoint: func(pass *EndpointPass) {
		for key, public := range pass.ECKeys() {
			if trivial, _ := weakkey.TrivialScalar(public.Curve, public.X, public.Y); trivial {
				pass.Reportf(key, "private key of the %s point is at most %d, or as near to the order of the curve, want a random one",
					public.Curve, weakkey.LargestTrivialScalar)
			}
		}
	},
}
