package rules

var keyExpired = &Rule{
	ID:       "key-expired",
	Title:    "Key is published after its own expiry",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDFederation("8.7.2"), CWE(324), NHI(7)},
	Why:      "Consumers that read exp reject every token of this key; all others go on trusting a key that its issuer has declared over.",
	Fix:      "Make sure that nothing signs with the key any more, then remove it from the set; if it is in use, publish a right exp or none.",
	Endpoint: func(pass *EndpointPass) {
		if historical(pass.Set()) {
			return // an end is what such keys are published with
		}
		for key := range pass.Keys() {
			if at, ok := keyTime(key.Expires); ok && pass.Now.After(at) {
				pass.Reportf(key, "exp is %s, %s ago, want the key removed by then", stamp(at), roughly(pass.Now.Sub(at)))
			}
		}
	},
}
