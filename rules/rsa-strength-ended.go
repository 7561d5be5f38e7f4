package rules

var rsaStrengthEnded = &Rule{
	ID:       "rsa-strength-ended",
	Title:    "RSA key is of the strength that NIST ended with 2030",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{sp80057("5.6"), CWE(326), NHI(4)},
	Why:      "A modulus below 3072 bits gives 112 bits of security: since 2031 it protects nothing new in federal systems, and others follow their dates.",
	Fix:      "Publish a key of 3072 bits or more, or one for ES256 or Ed25519, wait until the consumers' caches have it, sign with it, then remove this one.",
	Endpoint: func(pass *EndpointPass) {
		if !pass.Now.Before(endOf112Bits()) {
			reportShortOfNext(pass, "since 2031")
		}
	},
}
