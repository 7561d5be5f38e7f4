package rules

var kidDevelopment = &Rule{
	ID:       "kid-development",
	Title:    "kid says that the key is for development",
	Severity: Info,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "9.1"), CWE(668), NHI(8)},
	Why:      "Keys of tests and samples lie in repositories and on laptops; one that reached a public key set signs what consumers accept.",
	Fix:      "Find out where the private key lies; where that is not the signing service alone, replace the key at once.",
	Endpoint: func(pass *EndpointPass) {
		if !inProduction(pass.Endpoint) {
			for key := range pass.Keys() {
				if word := developmentWord(key.Kid); word != "" {
					pass.Reportf(key, "kid is %s, with the word %s, want a key that was made where it signs", quote(key.Kid), word)
				}
			}
		}
	},
}
