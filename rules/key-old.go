package rules

var keyOld = &Rule{
	ID:       "key-old",
	Title:    "A signing key is published for longer than a year",
	Severity: Info,
	Since:    "v0.1.0",
	Refs:     []Ref{sp80057("5.3"), CWE(324), NHI(7)},
	Why:      "The longer a key signs, the more copies of it exist, and the more breaks on the day it must go: a rotation that nobody practised.",
	Fix:      "Rotate at a steady pace. Half of the keys that are published in public are older than this: it is worth a plan, not an alarm.",
	Endpoint: func(pass *EndpointPass) {
		var old []string
		if pass.Policy.KeyAgeNotice <= 0 {
			return
		}
		for _, key := range pass.History().Keys {
			age := pass.Now.Sub(key.Published().By)
			if key.Signs && !key.Gone() && age > pass.Policy.KeyAgeNotice {
				old = append(old, keyLabel(key.Newest)+" for "+roughly(age)+" or more")
			}
		}
		if len(old) > 0 {
			pass.ReportSetf("published: %s, want a key replaced within %s", some(old, ", "), formatDuration(pass.Policy.KeyAgeNotice))
		}
	},
}
