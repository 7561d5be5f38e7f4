package rules

var keyOnceExposed = &Rule{
	ID:       "key-once-exposed",
	Title:    "A published key once had its private half beside it",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "9.2"), OIDCDiscovery("3"), CWE(522), NHI(2)},
	Why:      "The private members are gone from the set, not from the caches, archives and logs of everyone who fetched it then: whoever kept them mints tokens that every consumer accepts.",
	Fix:      replaceAtOnce,
	Endpoint: func(pass *EndpointPass) {
		exposed := exposures(pass)
		for key := range pass.Keys() {
			if at, ok := exposed[key.Thumbprint]; ok && len(publishedSecrets(key, false)) == 0 {
				pass.Reportf(key, "published with its private half on %s, want a key that never was", day(at))
			}
		}
	},
}
