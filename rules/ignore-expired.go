package rules

import "time"

var ignoreExpired = &Rule{
	ID:       "ignore-expired",
	Title:    "An entry of the fleet file's list of ignored findings has run out",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{csf20("ID.RA-07"), CWE(1059)},
	Why:      "What was accepted for a time is accepted no longer: the findings that it covered count again.",
	Fix:      "Mend what was put off, or accept it anew with a reason that is true today and another day.",
	Fleet: func(pass *FleetPass) {
		for _, use := range pass.Ignores {
			if use.Ended(pass.Now) {
				pass.ReportDeclarationf(use.At, use.Rule+"\x00"+use.Subject, "%s about %s was ignored until %s (findings that count again: %d), want it mended or a later day",
					use.Rule, quote(use.Subject), use.LastDay().Format(time.DateOnly), use.Covered)
			}
		}
	},
}
