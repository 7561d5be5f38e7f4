package rules

import "github.com/jwksaudit/jwksaudit/rules/weakkey"

var rsaModulusPrime = &Rule{
	ID:       "rsa-modulus-prime",
	Title:    "RSA modulus is a prime number",
	Severity: Critical,
	Off:      true, // 3 ms a key, ten times as much as all other searches
	Since:    "v0.1.0",
	Refs:     []Ref{baselineRequirements("6.1.6"), fips186("A.1.1"), CWE(1240), NHI(4)},
	Why:      "With a prime for a modulus the private exponent follows from the public one by a single inversion, and whoever computes it mints tokens that every consumer of this key set accepts.",
	Fix:      "Compare the published modulus with the one that signs: damage on its way makes one in some hundreds prime, and then no token verifies. Where they agree, replace the key at once and make the consumers that keep removed keys reload.",
	Endpoint: func(pass *EndpointPass) {
		for key, public := range pass.RSAKeys() {
			if weakkey.Prime(public.N) == weakkey.Found {
				pass.Reportf(key, "RSA modulus of %s is a prime number, want a product of two", bitsText(public.N))
			}
		}
	},
}
