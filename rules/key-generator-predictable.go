package rules

import "github.com/jwksaudit/jwksaudit/rules/weakkey"

var keyGeneratorPredictable = &Rule{
	ID:       "key-generator-predictable",
	Title:    "Key comes from a generator that makes the same keys for everybody",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs: []Ref{
		baselineRequirements("6.1.1.3"),
		Source("CVE-2021-41117", "", "https://www.cve.org/CVERecord?id=CVE-2021-41117"), CWE(338), NHI(4),
	},
	Why: "The generator had a few thousand seeds, and all its keys can be made again in minutes: anyone who does so mints tokens that every consumer of this key set accepts.",
	Fix: replaceAtOnce + " Update the npm package keypair to 1.0.4 or replace it: other keys that it made are as weak.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.RSAKeys() {
			if hash, ok := keyHash(key); ok && weakkey.Predictable(hash) {
				pass.Reportf(key, "RSA key is one that the package keypair makes for everybody (CVE-2021-41117), want one of a generator with randomness")
			}
		}
	},
}
