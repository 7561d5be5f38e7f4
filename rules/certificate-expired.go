package rules

var certificateExpired = &Rule{
	ID:       "certificate-expired",
	Title:    "Certificate of a published key has expired",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "4.7"), RFC(5280, "4.1.2.5"), CWE(324), NHI(7)},
	Why:      "Most consumers use the bare key and never look, but those that validate x5c reject its tokens; and the key is likely older than its owner planned.",
	Fix:      "Rotate to a new key with a new certificate; where no consumer needs certificates, publish the next key without x5c.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			if leaf := leafOf(key); leaf != nil && pass.Now.After(leaf.NotAfter) {
				pass.Reportf(key, "certificate expired %s, %s ago, want a valid one", stamp(leaf.NotAfter), roughly(pass.Now.Sub(leaf.NotAfter)))
			}
		}
	},
}
