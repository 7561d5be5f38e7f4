package rules

var environmentCrossed = &Rule{
	ID:       "environment-crossed",
	Title:    "A consumer trusts an issuer of another environment",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{spiffeBundle("2"), CWE(668), NHI(8)},
	Why:      "Who may sign tokens in the one environment gets into the other: a test system with many hands on its keys opens what was meant to be kept apart from it.",
	Fix:      "Give each environment an issuer with keys of its own. An issuer that serves several on purpose is declared without `environment`.",
	Fleet: func(pass *FleetPass) {
		for _, c := range pass.Consumers {
			declared, at := pass.trustedDeclarations(c)
			for i, d := range declared {
				if c.Environment == "" || d.Environment == "" || sameEnvironment(c.Environment, d.Environment) {
					continue
				}
				f := pass.ReportConsumerf(c, "runs in %s and trusts %s of %s, want an issuer of its own environment",
					quote(c.Environment), quoteURL(d.Name()), quote(d.Environment)).About(d.Name())
				f.place(at[i], d)
			}
		}
	},
}
