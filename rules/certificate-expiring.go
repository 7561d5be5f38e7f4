package rules

var certificateExpiring = &Rule{
	ID:       "certificate-expiring",
	Title:    "Certificate of a published key expires soon",
	Severity: Info,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(5280, "4.1.2.5"), CWE(324), NHI(7)},
	Why:      "Consumers that validate x5c will reject this key's tokens from then on.",
	Fix:      "Publish the next key with its certificate now, so that every cache has it before the signer moves over.",
	Endpoint: func(pass *EndpointPass) {
		notice := pass.Policy.ExpiryNotice
		for key := range pass.Keys() {
			leaf := leafOf(key)
			if leaf == nil || pass.Now.After(leaf.NotAfter) {
				continue
			}
			if left := leaf.NotAfter.Sub(pass.Now); left < notice {
				pass.Reportf(key, "certificate expires %s, in %s, want at least %s left", stamp(leaf.NotAfter), roughly(left), formatDuration(notice))
			}
		}
	},
}
