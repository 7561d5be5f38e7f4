package rules

var cacheStaleLong = &Rule{
	ID:       "cache-stale-long",
	Title:    "HTTP caches may hand out the key set for too long while the issuer is down",
	Severity: Info,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(5861, "4"), CWE(672), NHI(1)},
	Why:      "Who holds a removed key can wait for an outage, or cause one: until it ends, caches go on handing out the set with that key.",
	Fix:      "Lower stale-if-error to the time that an outage may last before rejecting tokens is better than trusting a removed key.",
	Endpoint: func(pass *EndpointPass) {
		f, ok := pass.Freshness()
		most := pass.Policy.MaxCacheLifetime
		if !ok || !stated(f) || exceeds(f.E().High, most) {
			return // cache-too-long says it already
		}
		if age := f.EOutage(); exceeds(age.High, most) {
			pass.ReportSetf("while the issuer fails, HTTP caches may hand out a copy %s, want at most %s", lasting(age.High), formatDuration(most)).
				Because(age)
		}
	},
}
