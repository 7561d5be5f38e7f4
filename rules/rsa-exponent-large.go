package rules

import "math"

var rsaExponentLarge = &Rule{
	ID:       "rsa-exponent-large",
	Title:    "RSA public exponent is above 2^31-1",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs: []Ref{
		Source("Go issue 3161", "", "https://github.com/golang/go/issues/3161"),
		Source("ring PublicExponent", "", "https://docs.rs/crate/ring/0.17.12/source/src/rsa/public_exponent.rs"),
		Source("Windows BCRYPT_RSAKEY_BLOB", "", "https://learn.microsoft.com/en-us/windows/desktop/api/Bcrypt/ns-bcrypt-bcrypt_rsakey_blob"),
		CWE(436),
	},
	Why: "Go's crypto/rsa refuses exponents above 2^31-1, ring those above 2^33-1, Windows those above 2^64-1: their users reject every token of this key. " +
		"An exponent about as long as the modulus also hints at a short private exponent, which can be recovered.",
	Fix: "Generate a key with the exponent 65537, publish it, wait until the consumers' caches have it, sign with it, then remove this one.",
	Endpoint: func(pass *EndpointPass) {
		for key, public := range pass.RSAKeys() {
			tooLarge := !public.E.IsInt64() || public.E.Int64() > math.MaxInt32
			if tooLarge && exponentDefect(public) == "" {
				pass.Reportf(key, "RSA exponent is %s, want at most 2^31-1", numberText(public.E))
			}
		}
	},
}
