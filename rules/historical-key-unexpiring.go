package rules

var historicalKeyUnexpiring = &Rule{
	ID:       "historical-key-unexpiring",
	Title:    "Historical key has no expiry",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDFederation("8.7.2"), CWE(1286), NHI(1)},
	Why:      "A verifier of old statements learns from exp until when the key was good; without it the key looks good for ever.",
	Fix:      "Set exp on every historical key to the time after which it must not be considered valid.",
	Endpoint: func(pass *EndpointPass) {
		if !historical(pass.Set()) {
			return
		}
		for key := range pass.Keys() {
			if key.Expires == nil {
				pass.Reportf(key, "exp is absent on a historical key, want the time of its end")
			}
		}
	},
}
