package rules

var algUnregistered = &Rule{
	ID:       "alg-unregistered",
	Title:    "alg is not a registered JOSE algorithm",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs: []Ref{
		RFC(7517, "4.4"), RFC(7518, "7.1"),
		Source("IANA JOSE algorithms", "", "https://www.iana.org/assignments/jose/jose.xhtml#web-signature-encryption-algorithms"),
		CWE(436),
	},
	Why: "A consumer that does not know the name ignores the key or refuses the whole set; names are case-sensitive.",
	Fix: "Publish the registered name of the algorithm. For a private one, make sure that every consumer of this set knows it.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			if !key.Has("alg") {
				continue
			}
			if fact, found := wrongType(key, "alg"); found {
				pass.Reportf(key, "alg is %s", fact.Detail)
				continue
			}
			if _, known := lookupAlgorithm(key.Alg); known {
				continue
			}
			want := "a name of the IANA registry"
			if name := respelt(key.Alg); name != "" {
				want = quote(name)
			}
			pass.Reportf(key, "alg is %s, want %s", quote(key.Alg), want)
		}
	},
}
