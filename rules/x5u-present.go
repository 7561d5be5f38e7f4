package rules

import "strings"

var x5uPresent = &Rule{
	ID:       "x5u-present",
	Title:    "Key names its certificate by a URL",
	Severity: Info,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "4.6"), RFC(8725, "3.10"), CWE(918)},
	Why:      "A consumer that follows x5u makes a request to wherever the key set says, on every refresh, and trusts what it gets as much as the key set.",
	Fix:      "Leave x5u out: the key itself is in the set, and x5c carries a certificate where a consumer needs one.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			if strings.HasPrefix(strings.ToLower(key.X5U), "https://") {
				pass.Reportf(key, "x5u is present, want none")
			}
		}
	},
}
