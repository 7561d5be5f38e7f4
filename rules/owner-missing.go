package rules

var ownerMissing = &Rule{
	ID:       "owner-missing",
	Title:    "No owner is declared of an issuer",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{csf20("ID.AM-08"), CWE(1059), NHI(1)},
	Why:      "In an emergency nobody knows who can remove a key, and when the people who ran the issuer leave, its keys stay.",
	Fix:      "Name the team that rotates the keys as `owner` of the issuer in the fleet file.",
	Endpoint: func(pass *EndpointPass) {
		if d := pass.Endpoint.Declared; d != nil && d.Owner == "" {
			pass.ReportSetf("no owner is declared, want the team that rotates its keys").atDeclaration(d.Origin)
		}
	},
}
