package rules

var rsaModulusShort = &Rule{
	ID:       "rsa-modulus-short",
	Title:    "RSA modulus is shorter than 2048 bits",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7518, "3.3"), RFC(7518, "3.5"), CWE(326), NHI(4)},
	Why:      "Whoever factors the modulus can mint tokens that every consumer of this key set accepts.",
	Fix:      "Publish a key of at least 2048 bits, wait until the consumers' caches have it, sign with it, then remove this one.",
	Endpoint: func(pass *EndpointPass) {
		for key, public := range pass.RSAKeys() {
			if bits := public.N.BitLen(); bits >= factorableRSABits && bits < minRSABits {
				pass.Reportf(key, "RSA modulus is %d bits, want at least %d", bits, minRSABits)
			}
		}
	},
}
