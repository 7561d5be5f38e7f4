package rules

var ecCurveUnapproved = &Rule{
	ID:       "ec-curve-unapproved",
	Title:    "Elliptic curve is not among those that FIPS 186-5 approves",
	Severity: Info,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(8812, "3"), fips186(""), CWE(327)},
	Why:      "secp256k1 is sound and registered, but NIST approves it for no signature, so FIPS modules, and consumers built on them, cannot verify with the key.",
	Fix:      "Keep the key where everybody who verifies wants this curve; elsewhere make the next one P-256 or Ed25519.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			if registered(key.Crv, "secp256k1") != "" || key.Alg == "ES256K" {
				pass.Reportf(key, "curve is secp256k1, want P-256, P-384, P-521, Ed25519 or Ed448 where FIPS 186-5 counts")
			}
		}
	},
}
