package rules

import "github.com/jwksaudit/jwksaudit/scan/inventory"

var keyMemberDuplicate = &Rule{
	ID:       "key-member-duplicate",
	Title:    "Key has a member more than once",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "4"), RFC(8259, "4"), CWE(436)},
	Why:      "Some parsers refuse the key, some take the first value and some the last: two consumers can trust two different keys under one kid.",
	Fix:      "Find what writes the member twice, keep the value that belongs to the key, and check whether the set was tampered with.",
	Endpoint: func(pass *EndpointPass) {
		set := pass.Set()
		for key := range pass.Keys() {
			names := duplicates(key.Facts)
			if set.Form == inventory.FormBareKey {
				names = append(names, duplicates(set.Facts)...)
			}
			if len(names) > 0 {
				pass.Reportf(key, "%s, want each member once", describeFacts(names, " "))
			}
		}
	},
}
