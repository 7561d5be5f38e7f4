package rules

var ignoreUnused = &Rule{
	ID:       "ignore-unused",
	Title:    "An entry of the fleet file's list of ignored findings covers nothing",
	Severity: Info,
	Since:    "v0.1.0",
	Refs:     []Ref{csf20("ID.RA-07"), CWE(1059)},
	Why:      "What it was for has been mended or renamed; left there, it hides the same defect the day it comes back.",
	Fix:      "Remove the entry, or correct its subject.",
	Fleet: func(pass *FleetPass) {
		for _, use := range pass.Ignores {
			if use.Judged && use.Covered == 0 && !use.Ended(pass.Now) {
				pass.ReportDeclarationf(use.At, use.Rule+"\x00"+use.Subject, "no finding of %s is about %s, want the entry gone",
					use.Rule, quote(use.Subject))
			}
		}
	},
}
