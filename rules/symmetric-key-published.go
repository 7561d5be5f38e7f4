package rules

var symmetricKeyPublished = &Rule{
	ID:       "symmetric-key-published",
	Title:    "Symmetric key is published",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCDiscovery("3"), RFC(7517, "9.2"), RFC(7518, "6.4"), CWE(522), NHI(2)},
	Why:      "The secret that verifies HMAC tokens also signs them: everyone who ever fetched this key set can mint tokens or decrypt what the key protects.",
	Fix:      "Treat the secret as known to others: replace it wherever it is used, remove the key from the set, and publish keys of a public-key type (RSA, EC, OKP) alone.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			if members := publishedSecrets(key, true); len(members) > 0 {
				f := pass.Reportf(key, "published %s of a symmetric key, want no symmetric key", secretsText(members))
				f.Confidence = surely(members)
			}
		}
	},
}
