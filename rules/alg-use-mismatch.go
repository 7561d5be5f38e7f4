package rules

var algUseMismatch = &Rule{
	ID:       "alg-use-mismatch",
	Title:    "alg and use contradict each other",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "4.2"), RFC(7517, "4.4"), CWE(1288)},
	Why:      "Consumers that select keys by use and those that select by alg come to different keys: tokens are rejected by some, and a key may serve two purposes.",
	Fix:      "Correct whichever of the two is wrong, so that a signing key has use sig and an encryption key use enc.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			switch algorithmFamily(key.Alg) {
			case familySignature, familyMAC:
				if key.Use == "enc" {
					pass.Reportf(key, "use is enc with the signature algorithm %s, want sig", key.Alg)
				}
			case familyEncryption:
				if key.Use == "sig" {
					pass.Reportf(key, "use is sig with the encryption algorithm %s, want enc", key.Alg)
				}
			}
		}
	},
}
