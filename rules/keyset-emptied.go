package rules

var keysetEmptied = &Rule{
	ID:       "keyset-emptied",
	Title:    "The signing keys are gone and none replaced them",
	Severity: High,
	Since:    "v0.1.0",
	Refs: []Ref{
		OIDCCore("10.1.1"),
		Source("SPIFFE Trust Domain and Bundle", "4.1.3", "https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE_Trust_Domain_and_Bundle.md"),
		CWE(754),
	},
	Why: "Every consumer that refreshes now rejects every token; those that have not are the last that still work.",
	Fix: "Publish the keys again before the consumers' copies expire, then find out what emptied the set: a failed deployment, a lost key store, an expired certificate.",
	Endpoint: func(pass *EndpointPass) {
		if within, ok := emptied(pass); ok {
			pass.ReportSetf("no signing key is published since %s, and one was before, want at least one", since(within))
		}
	},
}
