package rules

import "math/big"

var rsaExponentSmall = &Rule{
	ID:       "rsa-exponent-small",
	Title:    "RSA public exponent is below 65537",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7518, "8.3"), fips186("A.1.1"), baselineRequirements("6.1.6"), CWE(327), NHI(4)},
	Why: "Where a verifier checks the padding carelessly, or a sender pads badly, " +
		"a small exponent turns the slip into forged tokens or read plaintexts.",
	Fix: "Generate a key with the exponent 65537, publish it, wait until the consumers' caches have it, sign with it, then remove this one.",
	Endpoint: func(pass *EndpointPass) {
		least := big.NewInt(65537)
		for key, public := range pass.RSAKeys() {
			if exponentDefect(public) == "" && public.E.Cmp(least) < 0 {
				pass.Reportf(key, "RSA exponent is %s, want at least 65537", numberText(public.E))
			}
		}
	},
}
