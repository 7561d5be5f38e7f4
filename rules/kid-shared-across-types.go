package rules

import "strings"

var kidSharedAcrossTypes = &Rule{
	ID:       "kid-shared-across-types",
	Title:    "Keys of different types or purposes have the same kid",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "4.5"), OIDFederation("3.1.1"), CWE(694)},
	Why:      "Keys of different types may share a kid where the application expects it, but a consumer that looks up keys by kid alone finds one of them.",
	Fix:      "Give each key a kid of its own, unless every consumer is known to select by type and use as well.",
	Endpoint: func(pass *EndpointPass) {
		for _, group := range kidGroups(pass) {
			different := map[string]struct{}{}
			for _, prints := range group.prints {
				for thumbprint := range prints {
					different[thumbprint] = struct{}{}
				}
			}
			if len(group.kinds) > 1 && len(different) > 1 {
				group.report(pass, "", "%d keys have this kid (%s), want one", len(different), strings.Join(group.kinds, ", "))
			}
		}
	},
}
