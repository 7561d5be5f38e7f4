package rules

import "github.com/jwksaudit/jwksaudit/scan/inventory"

var algMissing = &Rule{
	ID:       "alg-missing",
	Title:    "Keys do not say which algorithm they are for",
	Severity: Info,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "4.4"), RFC(8725, "3.1"), CWE(436)},
	Why:      "alg is optional, yet some consumers skip or refuse a key without it, and the others must learn elsewhere which algorithm to insist on.",
	Fix:      "Publish alg on every key; until then configure the accepted algorithms at each consumer.",
	Endpoint: func(pass *EndpointPass) {
		if set := pass.Set(); set == nil || set.Form == inventory.FormCertificateMap {
			return // certificates have no alg member
		}
		var without []*inventory.Key
		total := 0
		for key := range pass.Keys() {
			// AKP keys cannot be read without alg, and x509-svid keys serve certificates.
			if !asymmetric(key) || key.Kty == "AKP" || key.Use == "x509-svid" {
				continue
			}
			total++
			if !key.Has("alg") {
				without = append(without, key)
			}
		}
		if len(without) > 0 {
			pass.ReportSetf("no alg on %d of %d keys (%s), want one on each", len(without), total, keyLabels(without))
		}
	},
}
