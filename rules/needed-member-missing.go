package rules

var neededMemberMissing = &Rule{
	ID:       "needed-member-missing",
	Title:    "Published keys lack a member that the consumer needs",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "4"), CWE(1288)},
	Why:      "The member is optional, so the issuer may leave it out, but this consumer finds or uses no key without: it refuses every token of the issuer.",
	Fix:      "Have the issuer add the member to each key. Where that is not in your hands, set in the consumer what stands in for it, or put another product in its place.",
	Endpoint: func(pass *EndpointPass) { reportUnusable(pass, obstacleMember) },
}
