package rules

var kidDevelopmentInProduction = &Rule{
	ID:       "kid-development-in-production",
	Title:    "Issuer in production publishes a key that says it is for development",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "9.1"), CWE(668), NHI(8)},
	Why:      "The fleet file says that the issuer serves production, and a key of tests or samples lies where many can read it: any of them can sign what production accepts.",
	Fix:      "Replace the key at once by one that was made where it signs; treat the old one as known to others.",
	Endpoint: func(pass *EndpointPass) {
		if inProduction(pass.Endpoint) {
			for key := range pass.Keys() {
				if word := developmentWord(key.Kid); word != "" {
					pass.Reportf(key, "kid is %s, with the word %s, in environment %s, want a key that was made where it signs",
						quote(key.Kid), word, quote(pass.Endpoint.Declared.Environment))
				}
			}
		}
	},
}
