package rules

var certificateThumbprintMismatch = &Rule{
	ID:       "certificate-thumbprint-mismatch",
	Title:    "Certificate thumbprint is not that of the published certificate",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "4.8"), RFC(7517, "4.9"), CWE(354)},
	Why:      "Consumers that select the key by the x5t of a token find no key, or a certificate that was replaced long ago.",
	Fix:      "Compute x5t (SHA-1) and x5t#S256 (SHA-256) over the DER of the first certificate in x5c, or leave both out.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			for _, claim := range thumbprintClaims(key) {
				if !claim.matches() && !claim.hexadecimal() {
					pass.Reportf(key, "%s is %s, want %s, the %s of the first certificate", claim.member, quote(claim.text), claim.want, claim.hash).
						About(claim.member)
				}
			}
		}
	},
}
