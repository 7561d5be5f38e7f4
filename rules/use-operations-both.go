package rules

var useOperationsBoth = &Rule{
	ID:       "use-operations-both",
	Title:    "Key has both use and key_ops",
	Severity: Info,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "4.3"), CWE(1288)},
	Why:      "The specification says that the two should not be used together: consumers read one or the other, and a change of one of them is forgotten in the other.",
	Fix:      "Publish use alone, which more consumers read.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			if key.Has("use") && key.Has("key_ops") && len(foreignOperations(key)) == 0 {
				pass.Reportf(key, "use is %s beside a key_ops of %d, want one of the two members", quote(key.Use), len(key.KeyOps))
			}
		}
	},
}
