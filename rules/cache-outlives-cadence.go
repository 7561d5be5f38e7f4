package rules

import "github.com/jwksaudit/jwksaudit/rules/window"

var cacheOutlivesCadence = &Rule{
	ID:       "cache-outlives-cadence",
	Title:    "Copies of the key set live longer than a key generation",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(9111, "4.2"), OIDCCore("10.1.1"), CWE(672)},
	Why:      "Who goes by such a copy is a whole rotation behind: it misses a key, and trusts one that was replaced twice.",
	Fix:      "Shorten the lifetime of the copies, or slow the rotation down.",
	Endpoint: func(pass *EndpointPass) {
		line := pass.History().Main()
		if line == nil {
			return
		}
		cadence, known := pass.cadenceOf(line)
		f := pass.History().Freshness(pass.Now)
		if !known || f == nil {
			return
		}
		var behind consumerGroups
		var terms []window.Term
		judge := func(age window.Bound, note func(text string)) {
			if j := window.AtMost(age, window.Sum(cadence)); j.Verdict == window.Violation {
				note("for " + window.FormatSpan(age.Low))
				terms = j.Terms()
			}
		}
		for _, c := range pass.Endpoint.Consumers {
			if age, ok := window.CopyAge(c, f); ok && c.Remote() {
				judge(age, func(text string) { behind.add(c, text) })
			}
		}
		if age, ok := window.CopyAge(nil, f); ok && len(behind.texts) == 0 {
			judge(age, func(text string) { behind.note("HTTP caches", text) })
		}
		if len(behind.texts) > 0 {
			pass.ReportSetf("a copy is used by %s, want less than the %s between two keys", &behind, measured(cadence)).Because(terms...)
		}
	},
}
