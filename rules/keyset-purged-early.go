package rules

var keysetPurgedEarly = &Rule{
	ID:       "keyset-purged-early",
	Title:    "Fewer keys are published than the pace of rotation needs",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCCore("10.1.1"), CWE(826)},
	Why:      "At this pace several keys have valid tokens at any time. What is not published any more cannot verify them, so consumers reject good tokens around every rotation.",
	Fix:      "Keep a key published until its last token has expired and every consumer has its successor, or rotate more slowly.",
	Endpoint: func(pass *EndpointPass) {
		for _, line := range pass.currentLines() {
			if count, terms, ok := pass.expectedKeys(line); ok && count.Few(line.Now()) {
				pass.ReportSetf("%d signing %s published, want at least %d", line.Now(), isOrAre(line.Now()), count.Least).
					Because(terms...).About(lineName(line))
			}
		}
	},
}
