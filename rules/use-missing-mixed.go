package rules

import "github.com/jwksaudit/jwksaudit/scan/inventory"

var useMissingMixed = &Rule{
	ID:       "use-missing-mixed",
	Title:    "Keys lack use in a set that holds both signing and encryption keys",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCDiscovery("3"), RFC(8414, "2"), CWE(436)},
	Why:      "A consumer cannot tell what the key is for: it may verify signatures with an encryption key, or encrypt to a signing key.",
	Fix:      "Add use, sig or enc, to every key of the set.",
	Endpoint: func(pass *EndpointPass) {
		var without []*inventory.Key
		total, signing, encrypting := 0, false, false
		for key := range pass.Keys() {
			if !asymmetric(key) {
				continue
			}
			purpose := algorithmFamily(key.Alg)
			total++
			signing = signing || key.Use == "sig" || purpose == familySignature
			encrypting = encrypting || key.Use == "enc" || purpose == familyEncryption
			if !key.Has("use") {
				without = append(without, key)
			}
		}
		if signing && encrypting && len(without) > 0 {
			pass.ReportSetf("no use on %d of %d keys (%s), want sig or enc on each since the set holds both kinds",
				len(without), total, keyLabels(without))
		}
	},
}
