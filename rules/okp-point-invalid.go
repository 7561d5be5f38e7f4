package rules

import "github.com/jwksaudit/jwksaudit/rules/weakkey"

var okpPointInvalid = &Rule{
	ID:       "okp-point-invalid",
	Title:    "Edwards public key is not a point of its curve",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(8032, "5.1.3"), RFC(8032, "5.2.3"), CWE(354)},
	Why:      "No private key belongs to these octets: every consumer that verifies with the key fails, and rejects every token of it.",
	Fix:      "Compare the published `x` with the key that signs and repair what writes it: half of all octet strings of the right length are no point, so other damage may pass unseen.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			if key.OKP != nil && weakkey.Undecodable(key.OKP.Curve, key.OKP.X) == weakkey.Found {
				pass.Reportf(key, "no point of %s has this y, want a public key", key.OKP.Curve)
			}
		}
	},
}
