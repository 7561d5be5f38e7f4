package rules

var certificateRenewedKeyKept = &Rule{
	ID:       "certificate-renewed-key-kept",
	Title:    "The certificate was renewed and the key was not",
	Severity: Info,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "4.7"), sp80057("5.3"), CWE(324), NHI(7)},
	Why:      "The renewal looks like a rotation in every calendar, yet the same private key goes on signing.",
	Fix:      "Let the renewal generate a key pair, and publish the new key beside the old one first.",
	Endpoint: func(pass *EndpointPass) {
		h := pass.History()
		for _, c := range h.Recertified() {
			before, after := leafOf(c.Before), leafOf(c.After)
			if before == nil || after == nil || !after.NotAfter.After(before.NotAfter) || !pass.recent(c.Within) || !h.Shows(c.After) {
				continue
			}
			pass.Reportf(c.After, "the certificate that ended %s was renewed until %s for the same key, want a new key",
				stamp(before.NotAfter), stamp(after.NotAfter)).dated(c.Dated)
		}
	},
}
