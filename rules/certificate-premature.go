package rules

var certificatePremature = &Rule{
	ID:       "certificate-premature",
	Title:    "Certificate of a published key is not valid yet",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "4.7"), RFC(5280, "4.1.2.5"), CWE(1288)},
	Why:      "Consumers that validate x5c reject this key's tokens until then.",
	Fix:      "Do not sign with the key before its certificate is valid, or have the certificate issued anew; check the clock of the machine that issued it.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			if leaf := leafOf(key); leaf != nil && leaf.NotBefore.After(pass.Now) {
				pass.Reportf(key, "certificate is valid from %s, in %s, want a valid one", stamp(leaf.NotBefore), roughly(leaf.NotBefore.Sub(pass.Now)))
			}
		}
	},
}
