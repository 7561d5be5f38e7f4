package rules

import "github.com/jwksaudit/jwksaudit/scan/inventory"

var useMissing = &Rule{
	ID:       "use-missing",
	Title:    "Signing keys do not say what they are for",
	Severity: Info,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "4.2"), OIDCDiscovery("3"), CWE(1288)},
	Why:      "Consumers that filter by use drop the key; and once an encryption key is published beside it, nothing tells them apart.",
	Fix:      "Add use with the value sig.",
	Endpoint: func(pass *EndpointPass) {
		if set := pass.Set(); set != nil && set.Form == inventory.FormCertificateMap {
			return // a form that has no such member
		}
		var without []*inventory.Key
		signing := pass.SigningKeys()
		for key := range pass.Keys() {
			if key.Use == "enc" {
				return // use-missing-mixed says so
			}
		}
		for _, key := range signing {
			if !key.Has("use") && len(key.KeyOps) == 0 {
				without = append(without, key)
			}
		}
		if len(without) > 0 {
			pass.ReportSetf("neither use nor key_ops on %d of %d signing keys (%s), want use sig", len(without), len(signing), keyLabels(without))
		}
	},
}
