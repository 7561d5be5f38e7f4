package rules

import "github.com/jwksaudit/jwksaudit/rules/weakkey"

var rsaModulusVanity = &Rule{
	ID:       "rsa-modulus-vanity",
	Title:    "A part of an RSA modulus is no random number",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{Source("badkeys rsabias", "", "https://github.com/badkeys/badkeys/blob/main/badkeys/rsakeys/rsabias.py"), CWE(338), NHI(4)},
	Why:      "Somebody chose some of its digits, as for a key that spells a word. That alone does not factor it, but the generator was made at home, and that part of the modulus protects nothing.",
	Fix:      "Find out what made the key; publish one of an ordinary generator, wait until the consumers' caches have it, sign with it, then remove this one.",
	Endpoint: func(pass *EndpointPass) {
		for key, public := range pass.RSAKeys() {
			bias, percent := weakkey.BitBias(public.N)
			repeated := weakkey.RepeatedBits(public.N) == weakkey.RepeatedPart
			switch {
			case bias == weakkey.BiasedAll, !repeated && bias == weakkey.Unbiased, weakkey.SmallFactor(public.N) != weakkey.NotFound:
			case repeated:
				pass.Reportf(key, "RSA modulus of %s repeats a pattern of bits in a part, want none", bitsText(public.N))
			case bias == weakkey.BiasedTop:
				pass.Reportf(key, "RSA modulus of %s has %d %% of its bits set, though not in its lower half, want about half", bitsText(public.N), percent)
			}
		}
	},
}
