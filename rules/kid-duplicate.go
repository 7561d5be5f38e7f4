package rules

var kidDuplicate = &Rule{
	ID:       "kid-duplicate",
	Title:    "Different keys of one type and purpose have the same kid",
	Severity: High,
	Since:    "v0.1.0",
	Refs: []Ref{
		RFC(7517, "4.5"),
		Source("FAPI 2.0 Security Profile", "5.4.2", "https://openid.net/specs/fapi-security-profile-2_0-final.html#section-5.4.2"),
		OIDFederation("3.1.1"), CWE(694),
	},
	Why: "Most consumers keep one key for a kid, so tokens signed with the other key are rejected, and which one depends on the consumer and on the order of the set.",
	Fix: "Give each key a kid of its own, such as its RFC 7638 thumbprint; publish the renamed key before anything signs with its new kid.",
	Endpoint: func(pass *EndpointPass) {
		for _, group := range kidGroups(pass) {
			for _, kind := range group.kinds {
				if n := len(group.prints[kind]); n > 1 {
					group.report(pass, kind, "%d different %s keys have this kid, want one", n, kind)
				}
			}
		}
	},
}
