package rules

import "github.com/jwksaudit/jwksaudit/scan/inventory"

var keysetNotJSON = &Rule{
	ID:       "keyset-not-json",
	Title:    "Something else than a key set is served in its place",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "5"), CWE(436)},
	Why:      "The answer looks successful, so consumers replace good keys by nothing, or fail to parse it and reject every token; health checks that look at the status stay green.",
	Fix:      "Serve the JWK Set itself at this URL. Where a gateway, login page or error page answers in its place, exempt the path from it and let errors have an error status.",
	Endpoint: func(pass *EndpointPass) {
		problem := pass.Problem()
		if problem != nil && (problem.Kind == inventory.ProblemNotJSON || problem.Kind == inventory.ProblemShape) {
			pass.ReportSetf("%s", problem.Detail)
		}
	},
}
