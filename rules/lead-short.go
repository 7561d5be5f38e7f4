package rules

import "github.com/jwksaudit/jwksaudit/rules/window"

var leadShort = &Rule{
	ID:       "lead-short",
	Title:    "New keys sign before every consumer can know them",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs: []Ref{
		OIDCCore("10.1.1"),
		Source("Dex issue 2759", "", "https://github.com/dexidp/dex/issues/2759"),
		CWE(324), NHI(7),
	},
	Why: "Between its first signature and the next fetch of a consumer, that consumer rejects the tokens of a key that is published and sound.",
	Fix: "Lengthen the lead to the time that is named here, or shorten what its terms name.",
	Endpoint: func(pass *EndpointPass) {
		lead, declared := pass.declaredLead()
		if !declared {
			return
		}
		distribution, _ := window.Distribution(pass.Endpoint.Consumers, freshnessOf(pass))
		j := window.JudgeLead(lead, distribution)
		if j.Verdict == window.Violation {
			pass.ReportSetf("new keys sign %s after they are published, want at least %s", window.FormatSpan(lead.Low), window.FormatSpan(distribution.Low)).
				Because(j.Terms()...)
		}
	},
}
