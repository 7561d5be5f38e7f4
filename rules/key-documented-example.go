package rules

import "github.com/jwksaudit/jwksaudit/rules/weakkey"

var keyDocumentedExample = &Rule{
	ID:       "key-documented-example",
	Title:    "Key is an example whose private half is published",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "9.2"), badkeys("allkeys/block.py"), CWE(1394), NHI(2)},
	Why:      "The private key stands in a specification or on a page that everybody reads: anyone can mint tokens that every consumer of this key set accepts.",
	Fix:      replaceAtOnce + " Find out how an example came to be published: the software may use it wherever nobody configures another.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			if hash, ok := keyHash(key); ok {
				if source := weakkey.Documented(hash); source != "" {
					pass.Reportf(key, "private key is published (%s), want one that nobody else has", source)
				}
			}
		}
	},
}
