package rules

import "github.com/jwksaudit/jwksaudit/scan/inventory"

var statusUnexpected = &Rule{
	ID:       "status-unexpected",
	Title:    "Key set URL answers with an error status",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCDiscovery("3"), RFC(9110, "15"), panvaJOSE(), CWE(754)},
	Why:      "Consumers cannot fetch keys: new ones reject every token at once, the others as soon as their copy has expired.",
	Fix:      "Serve the key set with status 200 to everybody, without authentication or filters on User-Agent or Accept. Where the issuer is gone for good, remove it from its consumers.",
	Endpoint: func(pass *EndpointPass) {
		problem := pass.Problem()
		if problem != nil && problem.Kind == inventory.ProblemStatus && failing(problem.Status) {
			f := pass.ReportSetf("answered with status %d, want 200", problem.Status)
			if problem.Status == 401 || problem.Status == 403 {
				f.Confidence = Tentative // it may be about who asked, and from where
			}
		}
	},
}
