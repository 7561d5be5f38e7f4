package rules

var kidRebound = &Rule{
	ID:       "kid-rebound",
	Title:    "A kid names another key than before",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "4.5"), OIDCCore("10.1.1"), CWE(694)},
	Why: "A consumer that holds the old key knows the kid, so no unknown kid makes it fetch the new one: it rejects every token until its copy expires, " +
		"and never stops where only unknown kids make it fetch.",
	Fix: "Publish the new key under a kid of its own and sign with it under that; derive kids from the key, as its RFC 7638 thumbprint.",
	Endpoint: func(pass *EndpointPass) {
		h := pass.History()
		for _, c := range h.Rebound() {
			if pass.recent(c.Within) && h.Shows(c.After) {
				pass.Reportf(c.After, "the kid names this key since %s and key %s before, want a kid that never named another key",
					since(c.Within), c.Before.Thumbprint).dated(c.Dated)
			}
		}
	},
}
