package rules

var keysetDiverging = &Rule{
	ID:       "keyset-diverging",
	Title:    "The endpoint returns to sets of keys that it had left",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCCore("10.1.1"), RFC(7517, "5"), CWE(436)},
	Why:      "Replicas or caches publish different keys. Which tokens a consumer accepts depends on whom its last fetch reached: some of them fail, and again after every fetch.",
	Fix:      "Let all replicas read one key store, roll changes of the set out everywhere before any of them signs, and purge caches that outlive their lifetime.",
	Endpoint: func(pass *EndpointPass) {
		h := pass.History()
		if d := h.Diverging(); d != nil {
			pass.ReportSetf("%d sets take turns since %s (changes back to an earlier one: %d), want one set at a time", d.Sets, day(h.Since(*d)), d.Returns).
				dated(h.Dated(d.First, d.Last))
		}
	},
}
