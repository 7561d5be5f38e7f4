package rules

var privateKeyPublished = &Rule{
	ID:       "private-key-published",
	Title:    "Private key material is published",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCDiscovery("3"), RFC(7517, "9.2"), RFC(8037, "2"), RFC(9964, "3"), CWE(522), NHI(2)},
	Why:      "Everyone who ever fetched this key set can mint tokens that every consumer of it accepts, and caches and archives keep it.",
	Fix: replaceAtOnce + " Then let the publisher write public members alone, by a list of what may be published, " +
		"and judge the tokens of the time since the key was first published as if forged.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			if members := publishedSecrets(key, false); len(members) > 0 {
				f := pass.Reportf(key, "published %s (%s), want no private member", secretsText(members), proofText(members))
				f.Confidence = surely(members)
			}
		}
	},
}
