package rules

var keysetUnpurged = &Rule{
	ID:       "keyset-unpurged",
	Title:    "More keys are published than the pace of rotation needs",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{sp80057("5.3"), OIDCCore("10.1.1"), CWE(324), NHI(1)},
	Why:      "Keys that no valid token needs are still trusted by everyone, and the set grows until a consumer's limit on its size breaks all of it.",
	Fix:      "Let the job that adds keys also remove those whose last token has expired, and destroy their private halves.",
	Endpoint: func(pass *EndpointPass) {
		for _, line := range pass.currentLines() {
			if count, terms, ok := pass.expectedKeys(line); ok && unpurged(pass, line) {
				pass.ReportSetf("%d signing %s published, want at most %d", line.Now(), isOrAre(line.Now()), count.Most).
					Because(terms...).About(lineName(line))
			}
		}
	},
}
