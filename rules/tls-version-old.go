package rules

import "slices"

var tlsVersionOld = &Rule{
	ID:       "tls-version-old",
	Title:    "Server negotiates a TLS version below 1.2",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(9325, "3.1.1"), CWE(327), NHI(4)},
	Why:      "Current clients refuse the old versions and cannot fetch keys; the others are protected by ciphers and hashes that no longer hold.",
	Fix:      "Enable TLS 1.3 and 1.2 on the server, check that consumers connect, then turn the older versions off.",
	Endpoint: func(pass *EndpointPass) {
		for _, h := range handshakes(pass) {
			if slices.Contains([]string{"SSLv3", "TLS 1.0", "TLS 1.1"}, h.tls.Version) {
				h.reportf("negotiated %s, want TLS 1.2 or later", h.tls.Version)
			}
		}
	},
}
