package rules

var certificateThumbprintHex = &Rule{
	ID:       "certificate-thumbprint-hex",
	Title:    "Certificate thumbprint is in hexadecimal",
	Severity: Info,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "4.8"), RFC(7517, "4.9"), CWE(436)},
	Why:      "Common, and harmless to consumers that go by kid; one that compares x5t with the certificate takes it for a wrong thumbprint.",
	Fix:      "Publish base64url of the digest's octets (27 characters for SHA-1, 43 for SHA-256), not of its hexadecimal text.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			for _, claim := range thumbprintClaims(key) {
				if !claim.matches() && claim.hexadecimal() {
					pass.Reportf(key, "%s is the %s in hexadecimal, want %s", claim.member, claim.hash, claim.want).About(claim.member)
				}
			}
		}
	},
}
