package rules

import "github.com/jwksaudit/jwksaudit/rules/timeline"

var rotationOverdue = &Rule{
	ID:       "rotation-overdue",
	Title:    "The next key is overdue",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{sp80057("5.3"), OIDCCore("10.1.1"), CWE(324), NHI(7)},
	Why:      "What rotated by itself has stopped: the key in use outlives what it was made for, and nobody may notice before its certificate or its store expires.",
	Fix:      "Look at the job, the quota or the permission that makes new keys; correct what is declared if the pace was changed on purpose.",
	Endpoint: func(pass *EndpointPass) {
		lines := pass.currentLines()
		if _, declared := pass.declaredCadence(); declared && len(lines) > 0 {
			lines = []*timeline.Line{newestLine(lines)} // a new key of any kind is the next one
		}
		for _, line := range lines {
			cadence, known := pass.cadenceOf(line)
			waiting := pass.History().Waiting(line, pass.Now)
			if !known || cadence.High.Infinite || waiting.Low.D <= cadence.High.D+cadence.High.D/2 {
				continue
			}
			pass.ReportSetf("no new signing key for %s or more, want one every %s%s",
				roughly(waiting.Low.D), measured(cadence), usually(cadence)).Because(waiting, cadence).About(lineName(line))
		}
	},
}
