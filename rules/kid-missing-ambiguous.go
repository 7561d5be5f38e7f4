package rules

import "github.com/jwksaudit/jwksaudit/scan/inventory"

var kidMissingAmbiguous = &Rule{
	ID:       "kid-missing-ambiguous",
	Title:    "Signing key has no kid in a set of several signing keys",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "4.5"), OIDCCore("10.1"), CWE(436)},
	Why:      "OpenID Connect requires a kid in the header of every token of such a set; no kid can name this key, so consumers reject its tokens or guess among the keys.",
	Fix:      "Add a kid, such as the RFC 7638 thumbprint, to every key, wait until the consumers' caches have it, then put it into the header of new tokens.",
	Endpoint: func(pass *EndpointPass) {
		signing := pass.SigningKeys()
		different := map[string]struct{}{}
		var without []*inventory.Key
		for _, key := range signing {
			different[key.Thumbprint] = struct{}{}
			if key.Kid == "" && !key.Has("kid") {
				without = append(without, key)
			}
		}
		if len(different) > 1 && len(without) > 0 {
			pass.ReportSetf("no kid on %d of %d signing keys (%s), want one on each", len(without), len(signing), keyLabels(without))
		}
	},
}
