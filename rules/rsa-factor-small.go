package rules

import "github.com/jwksaudit/jwksaudit/rules/weakkey"

var rsaFactorSmall = &Rule{
	ID:       "rsa-factor-small",
	Title:    "RSA modulus has a small prime factor",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs:     []Ref{baselineRequirements("6.1.6"), CWE(1240), NHI(4)},
	Why: "No generator makes such a modulus. Either it was damaged on its way, and no token verifies with it, " +
		"or it was made to be broken, and whoever factors the rest mints tokens.",
	Fix: "Compare the published modulus with the one that signs. Where they differ, repair the publication; where they do not, replace the key at once and make the consumers that keep removed keys reload.",
	Endpoint: func(pass *EndpointPass) {
		for key, public := range pass.RSAKeys() {
			if public.N.Sign() == 0 { // every prime divides zero: rsa-modulus-factorable says so
				continue
			}
			if weakkey.SmallFactor(public.N) == weakkey.Found {
				pass.Reportf(key, "RSA modulus of %s has a prime factor of at most %d, want none",
					bitsText(public.N), weakkey.LargestSmallPrime)
			}
		}
	},
}
