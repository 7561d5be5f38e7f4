package rules

import "slices"

var memberUnknown = &Rule{
	ID:       "member-unknown",
	Title:    "Key has members that no specification defines",
	Severity: Info,
	Off:      true,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "4"), CWE(436)},
	Why:      "Consumers must ignore them, and some do not; whatever they say is public, and changes without anybody having agreed on it.",
	Fix:      "Leave them out, or keep them where every consumer is known to ignore or to want them.",
	Endpoint: func(pass *EndpointPass) {
		var order []string
		count := map[string]int{}
		for key := range pass.Keys() {
			for _, member := range key.Members {
				if slices.Contains(registeredMembers(), member) {
					continue
				}
				if count[member]++; count[member] == 1 {
					order = append(order, quote(member))
				}
			}
		}
		if len(order) > 0 {
			pass.ReportSetf("%s, want members that a specification defines", some(order, ", "))
		}
	},
}

// registeredMembers lists the IANA registry "JSON Web Key Parameters", private ones
// included: other rules are about those.
func registeredMembers() []string {
	return []string{
		"kty", "use", "key_ops", "alg", "kid", "x5u", "x5c", "x5t", "x5t#S256", "crv", "x", "y", "d", "n", "e", "p", "q", "dp", "dq", "qi",
		"oth", "k", "ext", "pub", "priv", "iat", "nbf", "exp", "revoked",
	}
}
