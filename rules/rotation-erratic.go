package rules

var rotationErratic = &Rule{
	ID:       "rotation-erratic",
	Title:    "A key came far off the usual pace",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCCore("10.1.1"), CWE(324), NHI(7)},
	Why:      "A rotation out of turn is an emergency, an accident or somebody else's: in each case the owner should know why, and consumers that rely on the pace fall behind.",
	Fix:      "Ask the issuer what happened. If the pace was changed on purpose, change what is declared.",
	Endpoint: func(pass *EndpointPass) {
		for _, line := range pass.History().Lines {
			gaps := line.Gaps()
			usual, known := line.UsualCadence()
			if declared, ok := pass.declaredCadence(); ok {
				usual, known = declared, true
			}
			if !known || len(gaps) == 0 || !pass.recent(line.Published[len(line.Published)-1]) {
				continue
			}
			last := gaps[len(gaps)-1]
			early := last.High.D < usual.Low.D/2
			if late := last.Low.D > usual.High.D+usual.High.D/2; early || late {
				pass.ReportSetf("the last signing key came %s after the one before it, want %s%s", measured(last), measured(usual), usually(usual)).
					Because(last, usual).About(lineName(line))
			}
		}
	},
}
