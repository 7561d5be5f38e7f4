package rules

var keyRenamed = &Rule{
	ID:       "key-renamed",
	Title:    "A key goes by a new kid: a rotation without a new key",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "4.5"), sp80057("5.3"), CWE(324), NHI(7)},
	Why:      "Nothing was rotated: whoever has the old private key can still sign. Consumers that know the key by its old kid reject the new tokens until they fetch again.",
	Fix:      "Generate a key pair for every rotation, and let the kid follow from the key.",
	Endpoint: func(pass *EndpointPass) {
		h := pass.History()
		for _, c := range h.Renamed() {
			if pass.recent(c.Within) && h.Shows(c.After) {
				pass.Reportf(c.After, "the same key went by kid %s until %s, want new key material under a new kid", quote(c.Before.Kid), day(c.Within.By)).
					dated(c.Dated)
			}
		}
	},
}
