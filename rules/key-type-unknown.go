package rules

var keyTypeUnknown = &Rule{
	ID:       "key-type-unknown",
	Title:    "Key type or curve is not registered",
	Severity: Info,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "5"), RFC(7518, "6.2.1.1"), CWE(436)},
	Why:      "Consumers should ignore a key whose type they do not understand; some refuse the whole set instead.",
	Fix:      "If consumers outside your control read this set, publish the key in a set of its own; correct the name if it is a mistake.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			if unknownType(key) && weakCurveBits(key.Crv) == 0 {
				pass.Reportf(key, "%s", key.Problem)
			}
		}
	},
}
