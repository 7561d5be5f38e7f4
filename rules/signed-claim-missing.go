package rules

import "strings"

var signedClaimMissing = &Rule{
	ID:       "signed-claim-missing",
	Title:    "Signed key set lacks a required claim",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDFederation("5.2.1"), OIDFederation("8.7.2"), CWE(1286)},
	Why:      "Recipients cannot tell whose keys these are, or how old the statement is, and reject it.",
	Fix:      "Set iss to the entity; set sub to the owner of the keys in a set of current keys, and iat to the time of signing in a set of historical ones.",
	Endpoint: func(pass *EndpointPass) {
		signed := signedSet(pass)
		if signed == nil {
			return
		}
		var missing []string
		if signed.Issuer == "" {
			missing = append(missing, "iss")
		}
		if historical(pass.Set()) {
			if signed.IssuedAt == nil {
				missing = append(missing, "iat")
			}
		} else if signed.Subject == "" {
			missing = append(missing, "sub")
		}
		if len(missing) > 0 {
			pass.ReportSetf("%s absent from the claims, want iss and sub, or iss and iat for historical keys", strings.Join(missing, " and "))
		}
	},
}
