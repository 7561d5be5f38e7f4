package rules

// mostKeys is well above what any rotation needs: two keys are usual, and a
// vendor that rotates often shows up to about twenty.
const mostKeys = 25

var keysetCrowded = &Rule{
	ID:       "keyset-crowded",
	Title:    "Key set holds very many keys",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCCore("10.1.1"), CWE(672), NHI(1)},
	Why:      "Each published key is one more that can forge tokens if it leaks; so many are a sign that retired keys are never removed, and consumers that cache a few keys thrash.",
	Fix:      "Remove each key once the last token that it signed has expired; publish each tenant's keys at a URL of its own.",
	Endpoint: func(pass *EndpointPass) {
		if set := pass.Set(); set != nil && len(set.Keys) > mostKeys {
			pass.ReportSetf("%d keys are published, want at most %d", len(set.Keys), mostKeys)
		}
	},
}
