package rules

import "github.com/jwksaudit/jwksaudit/rules/weakkey"

var rsaSecretExponentSmall = &Rule{
	ID:       "rsa-secret-exponent-small",
	Title:    "RSA private exponent is so small that the public key gives it away",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs:     []Ref{fips186("A.1.1"), Source("M. J. Wiener, Cryptanalysis of short RSA secret exponents", "", "https://doi.org/10.1109/18.54902"), CWE(1240), NHI(4)},
	Why:      "The private exponent follows from the published numbers in a moment, and whoever computes it mints tokens that every consumer of this key set accepts.",
	Fix:      replaceAtOnce + " Generate it with the exponent 65537; a small private exponent is no way to make signing faster.",
	Endpoint: func(pass *EndpointPass) {
		for key, public := range pass.RSAKeys() {
			if weakkey.SmallSecretExponent(public.N, public.E) == weakkey.Found {
				pass.Reportf(key, "RSA exponent of %s gives its private exponent away, want 65537", bitsText(public.E))
			}
		}
	},
}
