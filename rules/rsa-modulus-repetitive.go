package rules

import "github.com/jwksaudit/jwksaudit/rules/weakkey"

var rsaModulusRepetitive = &Rule{
	ID:       "rsa-modulus-repetitive",
	Title:    "RSA modulus repeats a pattern through its upper half",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs:     []Ref{Source("Factoring RSA keys from certified smart cards", "", "https://smartfacts.cr.yp.to/smartfacts-20130916.pdf"), CWE(338), NHI(4)},
	Why:      "No sound generator makes such a modulus: where its primes repeat a pattern they can be guessed; otherwise it was chosen, or damaged on its way, and no token verifies with it.",
	Fix:      "Compare the published modulus with the one that signs and repair the publication where they differ. Where they agree, replace the key by one of a sound generator, and make the consumers that keep removed keys reload.",
	Endpoint: func(pass *EndpointPass) {
		for key, public := range pass.RSAKeys() {
			if weakkey.RepeatedBits(public.N) == weakkey.RepeatedFigure && weakkey.SmallFactor(public.N) == weakkey.NotFound {
				f := pass.Reportf(key, "RSA modulus of %s repeats a pattern of bits through its upper half, want none", bitsText(public.N))
				f.Confidence = Firm // somebody may have chosen it so: it need not be factored
			}
		}
	},
}
