package rules

import "strings"

var kidInjection = &Rule{
	ID:       "kid-injection",
	Title:    "kid looks like a path, a URL, markup or a query",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(8725, "3.10"), RFC(7515, "4.1.4"), CWE(74), NHI(4)},
	Why:      "Consumers put the kid of a token into file names, queries, URLs and pages to find the key; a published kid of this form invites them to accept such text, and an attacker sends his own.",
	Fix:      "Publish the next key under a kid of letters, digits, - and _, such as its RFC 7638 thumbprint; have consumers compare kids with the published ones and do nothing else with them.",
	Endpoint: func(pass *EndpointPass) {
		for key := range pass.Keys() {
			if what := suspicious(key.Kid); what != "" {
				pass.Reportf(key, "kid is %s, which holds %s, want letters, digits, - and _", quote(key.Kid), what)
			}
		}
	},
}

// suspicious names what a kid holds that no name needs and attacks do; "" for
// nothing. Slashes, colons and equals signs alone are common: base64 and URNs.
func suspicious(kid string) string {
	lower := strings.ToLower(kid)
	for _, c := range []struct{ text, what string }{
		{"../", "a path that climbs"}, {`..\`, "a path that climbs"}, {"%2e%2e", "a path that climbs"}, {"/etc/", "a path of the system"},
		{"<", "markup"}, {">", "markup"}, {"${", "a template"}, {"{{", "a template"}, {"$(", "a command"}, {"`", "a command"},
		{"'", "a quotation mark"}, {`"`, "a quotation mark"}, {";", "a separator of commands"}, {"|", "a separator of commands"},
		{"--", ""}, {"file:", "a URL"}, {"javascript:", "a URL"}, {"data:", "a URL"},
	} {
		if c.what != "" && strings.Contains(lower, c.text) {
			return c.what
		}
	}
	return ""
}
