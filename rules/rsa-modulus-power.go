package rules

import "github.com/jwksaudit/jwksaudit/rules/weakkey"

var rsaModulusPower = &Rule{
	ID:       "rsa-modulus-power",
	Title:    "RSA modulus is a power of a smaller number",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs:     []Ref{baselineRequirements("6.1.6"), CWE(1240), NHI(4)},
	Why:      "Taking a root factors the modulus, whatever its length, and whoever does so mints tokens that every consumer of this key set accepts.",
	Fix:      replaceAtOnce + " Replace the generator, too: it does not choose its primes apart.",
	Endpoint: func(pass *EndpointPass) {
		for key, public := range pass.RSAKeys() {
			if foundBy(weakkey.PerfectPower, public.N, weakkey.SmallFactor, weakkey.CloseFactors) {
				pass.Reportf(key, "RSA modulus of %s is a power of a smaller number, want a product of two primes", bitsText(public.N))
			}
		}
	},
}
