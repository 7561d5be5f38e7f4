package rules

import (
	"fmt"

	"github.com/jwksaudit/jwksaudit/rules/weakkey"
)

var rsaModulusOversized = &Rule{
	ID:       "rsa-modulus-oversized",
	Title:    "RSA modulus is longer than 8192 bits",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs: []Ref{
		RFC(7518, "8.6"),
		Source("rustls-webpki RSA_PKCS1_2048_8192_SHA256", "",
			"https://docs.rs/rustls-webpki/latest/webpki/aws_lc_rs/static.RSA_PKCS1_2048_8192_SHA256.html"),
		CWE(400),
	},
	Why: "Verifiers set limits on the keys that they accept (ring and AWS-LC end at 8192 bits) and then refuse every token of this key; " +
		"the others pay for each token with time that grows with the square of the length.",
	Fix: "Publish a key of 2048 to 4096 bits, wait until the consumers' caches have it, sign with it, then remove this one.",
	Endpoint: func(pass *EndpointPass) {
		for key, public := range pass.RSAKeys() {
			bits := public.N.BitLen()
			if bits <= maxRSABits {
				continue
			}
			unsearched := "" // so that silence of the other rules does not read as a clean key
			if bits > weakkey.MaxModulusBits {
				unsearched = fmt.Sprintf("; above %d bits it is not searched for weaknesses", weakkey.MaxModulusBits)
			}
			pass.Reportf(key, "RSA modulus is %d bits, want at most %d%s", bits, maxRSABits, unsearched)
		}
	},
}
