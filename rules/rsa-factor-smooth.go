package rules

import "github.com/jwksaudit/jwksaudit/rules/weakkey"

var rsaFactorSmooth = &Rule{
	ID:       "rsa-factor-smooth",
	Title:    "RSA prime is found by the p-1 method",
	Severity: Critical,
	Off:      true, // a tenth of a second a key
	Since:    "v0.1.0",
	Refs:     []Ref{fips186("A.1.3"), CWE(338), NHI(4)},
	Why:      "Where p-1 has small factors only, the modulus is factored in a second, and whoever does so mints tokens that every consumer of this key set accepts. Random primes of this length are not like that.",
	Fix:      replaceAtOnce + " Replace the generator, too: other keys that it made are as weak.",
	Endpoint: func(pass *EndpointPass) {
		for key, public := range pass.RSAKeys() {
			if foundBy(weakkey.SmoothFactor, public.N, weakkey.SmallFactor, weakkey.CloseFactors, weakkey.PerfectPower, weakkey.RelatedFactors) {
				pass.Reportf(key, "RSA modulus of %s has a prime p for which p-1 has no prime factor above %d, want random primes",
					bitsText(public.N), weakkey.SmoothBound)
			}
		}
	},
}
