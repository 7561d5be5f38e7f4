package rules

var tlsCertificateExpiring = &Rule{
	ID:       "tls-certificate-expiring",
	Title:    "Certificate of the server expires soon",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(5280, "4.1.2.5"), RFC(9110, "4.3.4"), CWE(324), NHI(7)},
	Why:      "On that day every consumer that verifies loses its keys at once.",
	Fix:      "Renew the certificate, and find out why it was not renewed by itself.",
	Endpoint: func(pass *EndpointPass) {
		for _, h := range handshakes(pass) {
			left, notice := h.tls.NotAfter.Sub(pass.Now), pass.Policy.ExpiryNotice
			if lifetime := h.tls.NotAfter.Sub(h.tls.NotBefore); !h.tls.NotBefore.IsZero() {
				notice = min(notice, lifetime/3) // ones that live for days are renewed within days
			}
			if h.refused == "" && left < notice {
				h.reportf("the certificate ends at %s, in %s, want at least %s", stamp(h.tls.NotAfter), roughly(left), roughly(notice))
			}
		}
	},
}
