package rules

// minCurveBits is the least field that JOSE registers (RFC 7518 section 6.2.1.1).
const minCurveBits = 256

var ecCurveWeak = &Rule{
	ID:       "ec-curve-weak",
	Title:    "Elliptic curve is shorter than 256 bits",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7518, "6.2.1.1"), baselineRequirements("6.1.5"), CWE(326), NHI(4)},
	Why: "JOSE registers no curve this short: most consumers cannot verify with the key at all, " +
		"and for those that can it is the weakest way to a token that they accept.",
	Fix: "Publish a key on P-256 or Ed25519, wait until the consumers' caches have it, sign with it, then remove this one.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			if bits := weakCurveBits(key.Crv); bits > 0 {
				pass.Reportf(key, "curve %s has a field of %d bits, want at least %d", key.Crv, bits, minCurveBits)
			}
		}
	},
}
