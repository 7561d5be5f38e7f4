package rules

import "time"

var keyPremature = &Rule{
	ID:       "key-premature",
	Title:    "No signing key of the set is valid yet",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDFederation("8.7.2"), RFC(7519, "2"), CWE(1288)},
	Why:      "Consumers that read nbf reject every token until then. Beside a key that is valid, one with nbf in the future is good practice and not reported.",
	Fix:      "Publish the new key beside the one in use, and keep that one in the set until nbf has passed and its tokens have expired.",
	Endpoint: func(pass *EndpointPass) {
		var first time.Time
		keys := pass.SigningKeys()
		for _, key := range keys {
			at, ok := keyTime(key.NotBefore)
			if !ok || !at.After(pass.Now) {
				return
			}
			if first.IsZero() || at.Before(first) {
				first = at
			}
		}
		if len(keys) > 0 {
			pass.ReportSetf("nbf is %s at the earliest, %s ahead (%s), want a signing key that is valid now",
				stamp(first), roughly(first.Sub(pass.Now)), keyLabels(keys))
		}
	},
}
