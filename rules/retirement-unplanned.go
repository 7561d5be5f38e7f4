package rules

import (
	"strings"
	"time"
)

var retirementUnplanned = &Rule{
	ID:       "retirement-unplanned",
	Title:    "An issuer is to be retired, and no owner or no cadence is declared",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{csf20("ID.AM-08"), CWE(1059), NHI(1)},
	Why:      "Somebody must take the last key away and see that every consumer has let go; without the cadence nobody can say whether another key comes before that day.",
	Fix:      "Declare the owner who ends the trust, and the cadence by which the last key is planned.",
	Fleet: func(pass *FleetPass) {
		if !pass.Declared.Lists() {
			return
		}
		for _, d := range pass.Declared.All {
			if !d.Retired.From.Known() || d.RetiredBy(pass.Now) {
				continue // after its end: retired-issuer-trusted
			}
			var missing []string
			if d.Owner == "" {
				missing = append(missing, "owner")
			}
			if !d.Cadence.From.Known() {
				missing = append(missing, "cadence")
			}
			if len(missing) > 0 {
				f := pass.ReportDeclarationf(d.Retired.At, d.Name(), "ends on %s without a declared %s, want owner and cadence",
					d.Retired.V.Format(time.DateOnly), strings.Join(missing, " and "))
				f.Issuer, f.URL = d.Issuer, d.KeySetURL
			}
		}
	},
}
