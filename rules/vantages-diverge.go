package rules

var vantagesDiverge = &Rule{
	ID:       "vantages-diverge",
	Title:    "Servers of one key set publish different keys",
	Severity: Medium,
	Since:    "v0.1.0",
	Needs:    NeedVantages,
	Refs:     []Ref{OIDCCore("10.1.1"), CWE(362), NHI(6)},
	Why:      "A consumer that meets a new key asks the server again, and gets the set without it: its tokens are refused or accepted by which server answers. A removed key stays trusted through the server that still has it.",
	Fix:      "Look again once the caches have expired. Where the sets still differ, publish one set from one store, on every server before any signs with a new key.",
	Endpoint: func(pass *EndpointPass) {
		differing := partialKeys(vantages(pass))
		if len(differing) == 0 {
			return
		}
		age := cacheAge(pass)
		f := pass.ReportSetf("%s, want the same keys everywhere", some(differing, "; "))
		if age.High.Infinite || age.High.D > 0 {
			f.Confidence = Tentative // a rotation under way looks the same for that long
			f.Because(age)
		}
	},
}
