package rules

import "strings"

var privateMemberEmpty = &Rule{
	ID:       "private-member-empty",
	Title:    "Private member is present but empty",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(8037, "2"), RFC(9964, "3"), RFC(7518, "6.3.2.7"), CWE(1286)},
	Why:      "No secret is lost, but the publisher serialises private members and blanks them, one mistake away from publishing them.",
	Fix:      "Let the publisher write public members alone, by a list of what may be published.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			var names []string
			for _, m := range key.Private {
				if m.Empty {
					names = append(names, m.Name)
				}
			}
			if len(names) > 0 {
				pass.Reportf(key, "empty private member %s, want none", strings.Join(names, ", "))
			}
		}
	},
}
