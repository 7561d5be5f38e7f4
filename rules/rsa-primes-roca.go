package rules

import "github.com/jwksaudit/jwksaudit/rules/weakkey"

var rsaPrimesRoca = &Rule{
	ID:       "rsa-primes-roca",
	Title:    "RSA key comes from the generator of CVE-2017-15361 (ROCA)",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs:     []Ref{baselineRequirements("6.1.1.3"), Source("CVE-2017-15361", "", "https://www.cve.org/CVERecord?id=CVE-2017-15361"), CWE(338), NHI(4)},
	Why:      "The primes were made after a pattern, with which moduli of up to 2048 bits and more can be factored for a price; whoever pays it mints tokens that every consumer of this key set accepts.",
	Fix:      replaceAtOnce + " Make the new key outside the chip or token that made this one, or update its firmware first: its other keys are as weak.",
	Endpoint: func(pass *EndpointPass) {
		for key, public := range pass.RSAKeys() {
			if weakkey.ROCA(public.N) == weakkey.Found {
				pass.Reportf(key, "RSA modulus of %s has the structure of CVE-2017-15361, want primes of a sound generator", bitsText(public.N))
			}
		}
	},
}
