package rules

var keyUnexpected = &Rule{
	ID:       "key-unexpected",
	Title:    "A signing key is published that nobody declared",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "9.1"), CWE(345), NHI(3)},
	Why:      "Every consumer accepts what this key signs. If it was not the issuer who added it, whoever did can sign tokens for all of them.",
	Fix:      "Ask the owner for whom it was made. If it is known, add it to `kids` in the fleet file before it is published; if not, remove it at once and look for how it came there.",
	Endpoint: func(pass *EndpointPass) {
		d := pass.Endpoint.Declared
		if d == nil || len(d.Kids) == 0 {
			return
		}
		for _, key := range pass.SigningKeys() {
			if !isDeclared(key, d.Kids) {
				pass.Reportf(key, "key is not among the %d that are declared, want only those", len(d.Kids))
			}
		}
	},
}
