package rules

import "strings"

var x5uPlaintext = &Rule{
	ID:       "x5u-plaintext",
	Title:    "x5u of a key does not name an https URL",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "4.6"), CWE(319)},
	Why:      "A consumer that follows x5u fetches the certificate without integrity: whoever is on the way can hand it a key of his own.",
	Fix:      "Serve the certificate over https and name that URL, or leave x5u out: the key itself is in the set.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			// Only the scheme is shown: a URL may hold a credential.
			scheme, rest, isURL := strings.Cut(key.X5U, ":")
			switch {
			case key.X5U == "" || isURL && strings.EqualFold(scheme, "https") && strings.HasPrefix(rest, "//"):
			case isURL:
				pass.Reportf(key, "x5u has scheme %s, want https", quote(scheme))
			default:
				pass.Reportf(key, "x5u is no absolute URL, want one with scheme https")
			}
		}
	},
}
