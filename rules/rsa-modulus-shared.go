package rules

import "unique"

var rsaModulusShared = &Rule{
	ID:       "rsa-modulus-shared",
	Title:    "Two RSA keys of the scan have one modulus and different exponents",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs:     []Ref{fips186("A.1.1"), Source("badkeys, BKHASH of RSA keys", "", "https://github.com/badkeys/badkeys/blob/main/docs/BLOCKLISTFORMAT.md"), CWE(323), NHI(9)},
	Why: "Whoever has one of the private keys factors the modulus and has the other, so that each of the publishers can mint the other's tokens; " +
		"where both are one publisher's, the new key is a rotation in name only.",
	Fix:    "Generate a new key for each of the two, publish it, wait until the consumers' caches have it, sign with it, then remove these.",
	Moduli: true,
	Fleet: func(pass *FleetPass) {
		moduli := pass.moduli()
		for i, places := range moduli.published {
			exponents := map[unique.Handle[string]]fleetKey{} // the first publisher of each
			for _, at := range places {
				exponent := pass.Digests[at.digest].Keys[at.key].Exponent
				if _, known := exponents[exponent]; !known {
					exponents[exponent] = at
				}
			}
			for _, at := range places {
				if len(exponents) > 1 {
					f := moduli.report(pass, at, "RSA modulus of %s is published with %d exponents, want a modulus for each key",
						bitsText(moduli.numbers[i]), len(exponents))
					f.Confidence = Firm // one organisation may go by two names
				}
			}
		}
	},
}
