package rules

import "github.com/jwksaudit/jwksaudit/scan/inventory"

var trustOrphaned = &Rule{
	ID:       "trust-orphaned",
	Title:    "Consumers trust an issuer that is gone",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCDiscovery("4.2"), RFC(8414, "3.2"), CWE(672), NHI(1)},
	Why:      "Consumers refuse every token once their copy of the keys ends; and trust that nobody took back is there for whoever comes to answer for that name, who can then sign any token for them.",
	Fix:      "Find out whether the issuer was retired. If so, remove it from these consumers before the name is given up; if not, bring it back. A name that only another network resolves is no defect: look from there.",
	Endpoint: func(pass *EndpointPass) {
		problem := pass.Problem()
		if metadata := lastMetadata(pass); problem == nil && pass.Endpoint.URL == "" && metadata != nil {
			problem = metadata.Problem
		}
		if problem == nil || problem.Kind == inventory.ProblemStatus && pass.Endpoint.URL != "" {
			return // status-unexpected
		}
		var trusting []string
		seen := map[string]bool{}
		for _, c := range pass.Endpoint.Consumers {
			if name := consumerName(c); c.Remote() && !seen[name] {
				seen[name] = true
				trusting = append(trusting, name)
			}
		}
		if gone, sure := departed(pass, problem); gone != "" && len(trusting) > 0 {
			pass.ReportSetf("%s and is trusted by %s, want it back or the trust ended", gone, some(trusting, ", ")).Confidence = sure
		}
	},
}

// departed says how an issuer is gone; "" where it may just be out of order.
func departed(pass *EndpointPass, problem *inventory.Problem) (string, Confidence) {
	host := hostOf(pass.Endpoint.Name())
	if problem.Kind == inventory.ProblemResolve && !internal(host) {
		return "host " + quote(host) + " has no address", Tentative // from here
	}
	metadata := lastMetadata(pass)
	if pass.Endpoint.URL != "" || metadata == nil {
		return "", Certain
	}
	switch status := metadata.Response.Status; {
	case problem.Kind != inventory.ProblemNoMetadata && problem.Kind != inventory.ProblemStatus:
	case status == 404:
		return "issuer has no metadata (status 404)", Certain
	case status == 410:
		return "issuer has withdrawn its metadata (status 410)", Certain
	}
	return "", Certain
}
