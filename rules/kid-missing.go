package rules

var kidMissing = &Rule{
	ID:       "kid-missing",
	Title:    "Signing key has no kid",
	Severity: Info,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "4.5"), OIDCCore("10.1"), CWE(694)},
	Why:      "As long as it is the only one, consumers take it without a name; the day a second key is published beside it, every consumer must guess, and those that demand a kid never take it.",
	Fix:      "Give the next key a kid, such as its RFC 7638 thumbprint, and put it into the header of its tokens.",
	Endpoint: func(pass *EndpointPass) {
		set := pass.Set()
		if set == nil || isBundle(set) {
			return // bundle-kid-missing says where one is needed
		}
		if signing := pass.SigningKeys(); len(signing) == 1 && !signing[0].Has("kid") {
			pass.Reportf(signing[0], "kid is absent on the only signing key, want one before there are two")
		}
	},
}
