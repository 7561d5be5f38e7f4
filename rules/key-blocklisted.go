package rules

import "github.com/jwksaudit/jwksaudit/rules/weakkey"

var keyBlocklisted = &Rule{
	ID:       "key-blocklisted",
	Title:    "Key is in the list of keys whose private half is known",
	Severity: Critical,
	Since:    "v0.1.0",
	Needs:    NeedBlocklist,
	Refs: []Ref{
		baselineRequirements("6.1.1.3"), badkeys("allkeys/block.py"),
		Source("CVE-2008-0166", "", "https://www.cve.org/CVERecord?id=CVE-2008-0166"), CWE(1394), NHI(2),
	},
	Why: "The private key was found in firmware, in a repository or in documentation, or a broken generator makes it again: anyone can mint tokens that every consumer of this key set accepts.",
	Fix: replaceAtOnce + " The name of the list says where the key is known from: debianssl and keypair are generators, whose other keys are as bad.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			hash, ok := keyHash(key)
			if !ok || weakkey.Documented(hash) != "" || weakkey.Predictable(hash) {
				continue // its own rule says so
			}
			if list := pass.Blocklist.find(hash); list != "" {
				pass.Reportf(key, "key is in the list %s of the blocklist, want one whose private half nobody else has", list)
			}
		}
	},
}

// badkeys cites a check of badkeys by its file.
func badkeys(file string) Ref {
	return Source("badkeys "+file, "", "https://github.com/badkeys/badkeys/blob/main/badkeys/"+file)
}
