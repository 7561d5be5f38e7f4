package rules

import (
	"slices"
	"strings"
	"unicode/utf8"
)

var kidGeneric = &Rule{
	ID:       "kid-generic",
	Title:    "kid is a name that other issuers use too",
	Severity: Info,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDFederation("3.1.1"), CWE(694), NHI(8)},
	Why:      "A consumer that keeps the keys of several issuers or environments in one table by kid takes the key of the one for that of the other.",
	Fix:      "Name the next key by its RFC 7638 thumbprint; do not rename the present one under the tokens that carry its kid.",
	Endpoint: func(pass *EndpointPass) {
		// Met in the wild under different keys, and what tutorials and generators put there.
		common := []string{
			"changeme", "default", "default_ssl_key", "demo", "dev", "example", "key", "key-1", "key1", "key_1", "keyid", "kid",
			"main", "primary", "public", "rsa", "rsa-1", "rsa1", "sample", "sig", "sig-1", "sig1", "signing", "signing-key", "test", "test-key", "testkey",
		}
		const short = 2
		for key := range pass.Keys() {
			if key.Kid != "" && (utf8.RuneCountInString(key.Kid) <= short || slices.Contains(common, strings.ToLower(key.Kid))) {
				pass.Reportf(key, "kid is %s, want one that no other issuer uses", quote(key.Kid))
			}
		}
	},
}
