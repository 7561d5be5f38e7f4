package rules

import "github.com/jwksaudit/jwksaudit/rules/weakkey"

var rsaModulusBiased = &Rule{
	ID:       "rsa-modulus-biased",
	Title:    "RSA modulus has far too many or too few set bits",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs:     []Ref{Source("badkeys rsabias and rsapoly", "", "https://github.com/badkeys/badkeys/tree/main/badkeys/rsakeys"), CWE(338), NHI(4)},
	Why:      "No sound generator makes such a modulus: primes with long runs of equal bits can be factored as polynomials, and a damaged modulus verifies no token.",
	Fix:      "Compare the published modulus with the one that signs and repair the publication where they differ. Where they agree, replace the key by one of a sound generator, and make the consumers that keep removed keys reload.",
	Endpoint: func(pass *EndpointPass) {
		for key, public := range pass.RSAKeys() {
			bias, percent := weakkey.BitBias(public.N)
			if bias == weakkey.BiasedAll && weakkey.SmallFactor(public.N) == weakkey.NotFound {
				f := pass.Reportf(key, "RSA modulus of %s has %d %% of its bits set, want about half", bitsText(public.N), percent)
				f.Confidence = Firm // a measure of chance, if one of nine standard deviations
			}
		}
	},
}
