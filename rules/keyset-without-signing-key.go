package rules

var keysetWithoutSigningKey = &Rule{
	ID:       "keyset-without-signing-key",
	Title:    "No published key is for signatures",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCDiscovery("3"), RFC(7517, "4.2"), CWE(754)},
	Why:      "The set looks alive, yet consumers find no key that they may verify a signature with and reject every token.",
	Fix:      "Publish the public half of the key that signs, with use sig or none.",
	Endpoint: func(pass *EndpointPass) {
		set := pass.Set()
		if set == nil || len(set.Keys) == 0 || partial(set) || len(pass.SigningKeys()) > 0 {
			return
		}
		if _, gone := emptied(pass); gone {
			return // keyset-emptied says since when
		}
		if pass.Discovery() == nil && len(pass.Endpoint.Consumers) == 0 {
			return // a client's set for what is encrypted to it needs none
		}
		for key := range pass.Keys() {
			if !readablePublic(key) {
				return // a symmetric, unreadable or unknown key has a finding of its own
			}
		}
		pass.ReportSetf("0 of %d keys are for signatures, want at least one", len(set.Keys))
	},
}
