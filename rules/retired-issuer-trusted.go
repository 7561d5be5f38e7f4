package rules

import "time"

var retiredIssuerTrusted = &Rule{
	ID:       "retired-issuer-trusted",
	Title:    "A consumer trusts an issuer that is retired",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{csf20("ID.AM-08"), CWE(672), NHI(1)},
	Why:      "Nobody watches the keys of a retired issuer any more: whoever finds one of them, or comes to answer for the issuer's name, signs tokens that are still accepted here.",
	Fix:      "Remove the issuer from the consumer's configuration before its name and its keys are given up.",
	Fleet: func(pass *FleetPass) {
		for _, c := range pass.Consumers {
			declared, at := pass.trustedDeclarations(c)
			for i, d := range declared {
				if d.RetiredBy(pass.Now) {
					f := pass.ReportConsumerf(c, "%s is retired since %s, want no trust in it", quoteURL(d.Name()), d.Retired.V.Format(time.DateOnly)).About(d.Name())
					f.place(at[i], d)
				}
			}
		}
	},
}
