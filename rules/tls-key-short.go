package rules

var tlsKeyShort = &Rule{
	ID:       "tls-key-short",
	Title:    "Certificate of the server has an RSA key below 2048 bits",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(9325, "4.5"), CWE(326), NHI(4)},
	Why:      "Whoever factors the modulus can pose as the server and hand out keys of their own; many clients refuse such certificates already.",
	Fix:      "Issue the server a certificate with an RSA key of at least 2048 bits or an ECDSA key.",
	Endpoint: func(pass *EndpointPass) {
		for _, h := range handshakes(pass) {
			if h.tls.KeyType == "RSA" && h.tls.KeyBits > 0 && h.tls.KeyBits < minRSABits {
				h.reportf("the certificate has an RSA key of %d bits, want at least %d", h.tls.KeyBits, minRSABits)
			}
		}
	},
}
