package rules

import "github.com/jwksaudit/jwksaudit/rules/weakkey"

var rsaPrimesRelated = &Rule{
	ID:       "rsa-primes-related",
	Title:    "RSA primes have a simple ratio or difference",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs:     []Ref{fips186("A.1.3"), lehman(), CWE(338), NHI(4)},
	Why:      "One prime can be told from the other and the modulus is factored in microseconds, whatever its length; whoever does so mints tokens that every consumer of this key set accepts.",
	Fix:      replaceAtOnce + " Replace the generator, too: other keys that it made are as weak.",
	Endpoint: func(pass *EndpointPass) {
		for key, public := range pass.RSAKeys() {
			if foundBy(weakkey.RelatedFactors, public.N, weakkey.SmallFactor, weakkey.CloseFactors, weakkey.PerfectPower) {
				pass.Reportf(key, "RSA modulus of %s has primes whose ratio is near that of numbers up to %d, or whose difference is near a power of two, want independent ones",
					bitsText(public.N), weakkey.LargestRatio)
			}
		}
	},
}

// lehman cites the method by which primes of a simple ratio are found.
func lehman() Ref {
	return Source("R. S. Lehman, Factoring large integers", "", "https://doi.org/10.1090/S0025-5718-1974-0340163-2")
}
