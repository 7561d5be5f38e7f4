package rules

var tlsUntrusted = &Rule{
	ID:       "tls-untrusted",
	Title:    "Certificate of the server does not verify",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(9110, "4.3.4"), CWE(295), NHI(4)},
	Why:      "Consumers that verify cannot fetch keys; those that go on working do not verify, and take keys from whoever is on the path.",
	Fix:      "Install a valid certificate for this host with its whole chain; give consumers of a private authority its root rather than turning verification off.",
	Endpoint: func(pass *EndpointPass) {
		for _, h := range handshakes(pass) {
			if h.refused != "" {
				h.reportf("%s", h.refused)
			}
		}
	},
}
