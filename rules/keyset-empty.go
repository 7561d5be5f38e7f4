package rules

var keysetEmpty = &Rule{
	ID:       "keyset-empty",
	Title:    "Key set holds no keys",
	Severity: High,
	Since:    "v0.1.0",
	Refs: []Ref{
		RFC(7517, "5"),
		Source("SPIFFE Trust Domain and Bundle", "4.1.3", "https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE_Trust_Domain_and_Bundle.md"),
		CWE(754),
	},
	Why: "Every consumer that refreshes now rejects every token; in a SPIFFE bundle an empty set means that all keys were revoked.",
	Fix: "Find out what emptied the set (a failed deployment, a lost key store) and publish the keys again before the consumers' copies expire; serve an error status rather than an empty set when keys cannot be read.",
	Endpoint: func(pass *EndpointPass) {
		if _, gone := emptied(pass); gone {
			return // keyset-emptied says since when
		}
		if set := pass.Set(); set != nil && len(set.Keys) == 0 {
			pass.ReportSetf("0 keys are published, want at least one")
		}
	},
}
