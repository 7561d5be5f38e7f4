package rules

import "github.com/jwksaudit/jwksaudit/scan/inventory"

var setMemberDuplicate = &Rule{
	ID:       "set-member-duplicate",
	Title:    "Key set has a top-level member more than once",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "5"), RFC(8259, "4"), CWE(436)},
	Why:      "Where keys stands twice, some consumers trust the first list, some the last and some none; whoever can append to the document decides for a part of them.",
	Fix:      "Join the lists into one member keys, and check whether the set was tampered with.",
	Endpoint: func(pass *EndpointPass) {
		set := pass.Set()
		if set == nil || set.Form == inventory.FormBareKey { // there they are members of the key
			return
		}
		if names := duplicates(set.Facts); len(names) > 0 {
			pass.ReportSetf("%s, want each member once", describeFacts(names, " "))
		}
	},
}
