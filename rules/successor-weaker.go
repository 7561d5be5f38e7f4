package rules

var successorWeaker = &Rule{
	ID:       "successor-weaker",
	Title:    "A new key is weaker than those before it",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{sp80057("5.6"), CWE(757)},
	Why:      "A rotation is the moment to get stronger. One that goes the other way is a default that crept back in, or somebody's who wants it so.",
	Fix:      "Generate the next key at least as strong as the ones that it replaces, and find out where this one got its parameters from.",
	Endpoint: func(pass *EndpointPass) {
		h := pass.History()
		for _, key := range h.Keys {
			stay := key.Stays[0]
			if !key.Signs || stay.Edge || key.Gone() || !pass.recent(stay.Published) {
				continue
			}
			if was := weakened(h.Before(key), key.Newest); was != "" {
				pass.Reportf(key.Newest, "%s, while every signing key before it was of %s, want no less", strengthText(key.Newest), was).
					dated(h.Dated(stay.First))
			}
		}
	},
}
