package rules

import "github.com/jwksaudit/jwksaudit/rules/weakkey"

var okpPointLowOrder = &Rule{
	ID:       "okp-point-low-order",
	Title:    "Edwards or Montgomery key is a point of low order",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7748, "6.1"), Source("Taming the many EdDSAs", "", "https://eprint.iacr.org/2020/1244"), CWE(1240), NHI(4)},
	Why:      "With such a key one signature verifies for many messages, and what is agreed with it is known beforehand: anyone can mint tokens that a consumer accepts which does not refuse the point.",
	Fix:      replaceAtOnce + " No generator makes such a key: find out who put it there.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			if key.OKP != nil && weakkey.LowOrder(key.OKP.Curve, key.OKP.X) == weakkey.Found {
				pass.Reportf(key, "%s point has an order of at most 8, want one of the large prime order", key.OKP.Curve)
			}
		}
	},
}
