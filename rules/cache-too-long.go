package rules

var cacheTooLong = &Rule{
	ID:       "cache-too-long",
	Title:    "HTTP caches may hand out the key set for longer than the policy allows",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCCore("10.2.1"), RFC(9111, "4.2.1"), CWE(672), NHI(1)},
	Why:      "A removed key stays trusted, and a new one unknown, for as long as a copy may live; what a consumer caches itself comes on top.",
	Fix:      "Lower max-age, s-maxage and stale-while-revalidate, to an hour or less; wait out the old lifetime before the next rotation.",
	Endpoint: func(pass *EndpointPass) {
		f, ok := pass.Freshness()
		if !ok || !stated(f) {
			return
		}
		if age, most := f.E(), pass.Policy.MaxCacheLifetime; exceeds(age.High, most) {
			pass.ReportSetf("HTTP caches may hand out a copy %s, want at most %s", lasting(age.High), formatDuration(most)).Because(age)
		}
	},
}
