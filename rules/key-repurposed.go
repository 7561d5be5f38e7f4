package rules

var keyRepurposed = &Rule{
	ID:       "key-repurposed",
	Title:    "A published key says another purpose than before",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "4.2"), RFC(7517, "4.4"), CWE(1288)},
	Why:      "Consumers keep copies, so for a time they differ on what the key may be used for: some reject what others accept, by alg, use or key_ops.",
	Fix:      "Leave a published key as it is; publish a new one with the new purpose.",
	Endpoint: func(pass *EndpointPass) {
		h := pass.History()
		for _, c := range h.Repurposed() {
			if changes := purposeChanges(c.Before, c.After); changes != "" && pass.recent(c.Within) && h.Shows(c.After) {
				pass.Reportf(c.After, "%s since %s, want a published key to stay as it is", changes, since(c.Within)).dated(c.Dated)
			}
		}
	},
}
