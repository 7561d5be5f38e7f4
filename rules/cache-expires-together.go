package rules

var cacheExpiresTogether = &Rule{
	ID:       "cache-expires-together",
	Title:    "All copies of the key set expire at one moment",
	Severity: Info,
	Since:    "v0.1.0",
	Refs: []Ref{
		RFC(9111, "4.2.1"),
		Source("Vault issue 9201", "", "https://github.com/hashicorp/vault/issues/9201"),
		CWE(770),
	},
	Why: "max-age counts down to the next rotation. Then every consumer fetches at once, and between the end of the lifetime and its fetch each is a rotation behind.",
	Fix: "Send one lifetime, and publish the next key longer than that before it signs.",
	Endpoint: func(pass *EndpointPass) {
		if end, ok := pass.History().CountsDown(); ok {
			pass.ReportSetf("max-age counts down to %s, want the same lifetime whenever it is asked for", stamp(end))
		}
	},
}
