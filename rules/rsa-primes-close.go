package rules

import "github.com/jwksaudit/jwksaudit/rules/weakkey"

var rsaPrimesClose = &Rule{
	ID:       "rsa-primes-close",
	Title:    "RSA primes are so close that Fermat's method finds them",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs: []Ref{
		baselineRequirements("6.1.1.3"),
		Source("CVE-2022-26320", "", "https://www.cve.org/CVERecord?id=CVE-2022-26320"),
		CWE(338), NHI(4),
	},
	Why: "The modulus is factored in microseconds, whatever its length, and whoever does so mints tokens that every consumer of this key set accepts.",
	Fix: replaceAtOnce + " Replace the generator, too: other keys that it made are as weak.",
	Endpoint: func(pass *EndpointPass) {
		for key, public := range pass.RSAKeys() {
			if foundBy(weakkey.CloseFactors, public.N, weakkey.SmallFactor) {
				pass.Reportf(key, "RSA modulus of %s is factored by Fermat's method within %d rounds, want primes far apart",
					bitsText(public.N), weakkey.FermatRounds)
			}
		}
	},
}
