package rules

var historicalRevocationUndated = &Rule{
	ID:       "historical-revocation-undated",
	Title:    "Revocation of a key does not say from when",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDFederation("8.7.2"), CWE(1286), NHI(1)},
	Why:      "What the key signed before it was revoked may stand, what it signed after must not: without revoked_at nobody can tell the two apart.",
	Fix:      "Set revoked_at in the member revoked to the time from which the key must be considered revoked.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			if key.Revoked && key.RevokedAt == nil {
				pass.Reportf(key, "revoked has no revoked_at, want the time of the revocation")
			}
		}
	},
}
