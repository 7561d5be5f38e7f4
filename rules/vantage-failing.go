package rules

import "github.com/jwksaudit/jwksaudit/scan/inventory"

var vantageFailing = &Rule{
	ID:       "vantage-failing",
	Title:    "Some servers of the key set do not answer with it",
	Severity: Medium,
	Since:    "v0.1.0",
	Needs:    NeedVantages,
	Refs:     []Ref{OIDCCore("10.1.1"), RFC(9110, "15"), CWE(636), NHI(6)},
	Why:      "Consumers that are sent to such a server get no keys, by chance: it shows as rare and unexplained refusals of good tokens.",
	Fix:      "Repair the servers that are named, or take their addresses out of DNS.",
	Endpoint: func(pass *EndpointPass) {
		var failing vantageGroups
		answering := 0
		looks := vantages(pass)
		for _, o := range looks {
			switch {
			case o.Keys.Problem == nil:
				answering++
			case o.Keys.Problem.Kind != inventory.ProblemInterrupted:
				failing.add(o.Vantage, string(o.Keys.Problem.Kind))
			}
		}
		if answering > 0 && len(failing.texts) > 0 {
			pass.ReportSetf("%d of %d servers give the key set, want all (%s)", answering, len(looks), &failing)
		}
	},
}
