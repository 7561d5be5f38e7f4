package rules

import "slices"

var issuerUndeclared = &Rule{
	ID:       "issuer-undeclared",
	Title:    "An issuer is missing from the fleet file",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{csf20("ID.AM-04"), CWE(1059), NHI(3)},
	Why:      "Whoever holds its keys signs tokens that are accepted here, and nobody is named who would notice that they were rotated, leaked or given up.",
	Fix:      "Declare it in the fleet file with its owner, or end the trust. Another name of a declared issuer belongs among its `aliases`.",
	Endpoint: func(pass *EndpointPass) {
		e := pass.Endpoint
		if !e.Undeclared || e.URL == "" && e.Issuer == "" {
			return // a file may be a copy of anything
		}
		var trusting []string
		for _, c := range e.Consumers {
			if name := consumerName(c); !slices.Contains(trusting, name) {
				trusting = append(trusting, name)
			}
		}
		text := ""
		if len(trusting) > 0 {
			text = " and trusted by " + some(trusting, ", ")
		}
		pass.ReportSetf("not in the fleet file%s, want it declared with its owner", text)
	},
}
