package rules

var rsaModulusFactorable = &Rule{
	ID:       "rsa-modulus-factorable",
	Title:    "RSA modulus is short enough to be factored",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7518, "3.3"), RFC(7518, "3.5"), CWE(326), NHI(4)},
	Why:      "Moduli below 1024 bits are within reach of factoring (829 bits were factored in public in 2020), and whoever does so mints tokens that every consumer of this key set accepts.",
	Fix:      replaceAtOnce,
	Endpoint: func(pass *EndpointPass) {
		for key, public := range pass.RSAKeys() {
			if bits := public.N.BitLen(); bits < factorableRSABits {
				pass.Reportf(key, "RSA modulus is %s, want at least %d bits", bitsText(public.N), minRSABits)
			}
		}
	},
}
