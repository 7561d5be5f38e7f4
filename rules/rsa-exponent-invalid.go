package rules

var rsaExponentInvalid = &Rule{
	ID:       "rsa-exponent-invalid",
	Title:    "RSA public exponent is below 3, even, or not below the modulus",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs:     []Ref{baselineRequirements("6.1.6"), fips186("A.1.1"), CWE(1240), NHI(4)},
	Why: "With an exponent of 1 anyone can sign; with an even one, or one not below the modulus, there is no sound private key, " +
		"and consumers that check refuse every token of this key.",
	Fix: "Publish a new key with the exponent 65537 (`\"e\": \"AQAB\"`), sign with it at once, and remove this one; find out how it came to be, for it is no key of any generator.",
	Endpoint: func(pass *EndpointPass) {
		for key, public := range pass.RSAKeys() {
			if defect := exponentDefect(public); defect != "" {
				pass.Reportf(key, "RSA exponent is %s, want an odd number of at least 3 and below the modulus", defect)
			}
		}
	},
}
