package rules

var keyRevoked = &Rule{
	ID:       "key-revoked",
	Title:    "Revoked key is still published for use",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDFederation("8.7.2"), CWE(672), NHI(1)},
	Why:      "OpenID Federation defines revoked for the list of historical keys; consumers of a live set do not know the member and accept whatever the holder of the revoked key signs.",
	Fix:      "Remove the key from this set now, shorten or flush the caches of the consumers, and keep the key with its revocation in the historical keys only.",
	Endpoint: func(pass *EndpointPass) {
		if historical(pass.Set()) {
			return // where a revocation is to be published
		}
		for key := range pass.Keys() {
			if key.Revoked {
				pass.Reportf(key, "key has the member revoked, want it removed from the set")
			}
		}
	},
}
