package rules

var retiredKeyPublished = &Rule{
	ID:       "retired-key-published",
	Title:    "Retired keys are still published",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{sp80057("5.3"), OIDCCore("10.1.1"), CWE(324), NHI(1)},
	Why:      "Nothing valid was signed with these keys for long, yet everyone accepts what their private halves sign: old key material is what leaks, in backups and in images.",
	Fix:      "Remove a key when its last token has expired, and destroy its private half.",
	Endpoint: func(pass *EndpointPass) {
		h := pass.History()
		for _, line := range h.Lines {
			cadence, known := pass.cadenceOf(line)
			need := h.Need(pass.Now)
			if !known || need.High.Infinite || cadence.High.Infinite || unpurged(pass, line) {
				continue
			}
			const generations = 3 // that an issuer may like to keep beyond what anybody needs
			most := need.High.D + generations*cadence.High.D
			most = max(most, kept(line)+cadence.High.D)
			var old []string
			for _, key := range line.Keys {
				next := line.Successor(key)
				if key.Gone() || next == nil || line.Newer(key) <= generations {
					continue
				}
				if replaced := pass.Now.Sub(next.Published().By); replaced > most {
					old = append(old, keyLabel(key.Newest)+" replaced for "+roughly(replaced))
				}
			}
			if len(old) > 0 {
				pass.ReportSetf("%s, want a key removed after at most %s", some(old, ", "), roughly(most)).
					Because(append(need.Terms, cadence)...).About(lineName(line))
			}
		}
	},
}
