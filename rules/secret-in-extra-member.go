package rules

import "github.com/jwksaudit/jwksaudit/scan/inventory"

var secretInExtraMember = &Rule{
	ID:       "secret-in-extra-member",
	Title:    "Member that is not for secrets holds one",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "9.2"), CWE(522), NHI(2)},
	Why:      "Key sets are public. No consumer reads the member, and whoever else does can sign what every consumer accepts; tools that strip the registered private members leave it in place.",
	Fix:      "Treat the secret as known to others: publish a new key, sign with it at once, remove this one without an overlap, and stop the exporter from writing the member.",
	Endpoint: func(pass *EndpointPass) {
		report := func(leaks []inventory.Leak, finding func(format string, args ...any) *Finding) {
			for _, leak := range leaks {
				if leak.What == "" {
					f := finding("member %s promises a secret by its name, want no secret in a key set", quote(leak.Member)).About(leak.Member)
					f.Confidence = Tentative
					continue
				}
				finding("member %s holds %s, want no secret in a key set", quote(leak.Member), leak.What).About(leak.Member)
			}
		}
		for key := range pass.Keys() {
			report(key.Leaks, func(format string, args ...any) *Finding { return pass.Reportf(key, format, args...) })
		}
		if set := pass.Set(); set != nil {
			report(set.Leaks, pass.ReportSetf)
		}
	},
}
