package rules

var certificateKeyMismatch = &Rule{
	ID:       "certificate-key-mismatch",
	Title:    "Certificate of a key certifies another key",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "4.7"), OIDCDiscovery("3"), CWE(1288)},
	Why:      "Consumers that verify with the certificate trust another key than those that use the bare one: tokens break for one side, and whoever holds the other key can sign for it.",
	Fix:      "Find out which of the two keys signs, and how the other came into the set; publish the certificate of this key first in x5c, or none.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			if leaf := leafOf(key); leaf != nil && key.Thumbprint != "" && !leaf.MatchesKey {
				pass.Reportf(key, "first certificate in x5c is of another key, want that of this one")
			}
		}
	},
}
