package rules

var kidNotThumbprint = &Rule{
	ID:       "kid-not-thumbprint",
	Title:    "kid is not the key's RFC 7638 thumbprint",
	Severity: Info,
	Off:      true,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDFederation("3.1.1"), RFC(7638, "3"), CWE(694), NHI(8)},
	Why:      "A thumbprint is the only kid that no other key in the federation can have, and that tells at sight whether a key was replaced under its name.",
	Fix:      "Name the next key by the SHA-256 thumbprint of its public members; do not rename the present one under the tokens that carry its kid.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			if key.Kid != "" && key.Thumbprint != "" && key.Kid != key.Thumbprint {
				pass.Reportf(key, "kid is %s, want the thumbprint %s", quote(key.Kid), key.Thumbprint)
			}
		}
	},
}
