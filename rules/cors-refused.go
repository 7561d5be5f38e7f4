package rules

import "strings"

var corsRefused = &Rule{
	ID:       "cors-refused",
	Title:    "Browsers keep the key set from a page that verifies tokens",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{Source("WHATWG Fetch", "CORS check", "https://fetch.spec.whatwg.org/#concept-cors-check"), CWE(346)},
	Why:      "The browser fetches the key set and does not hand it to the script: the page refuses every token.",
	Fix:      "Send Access-Control-Allow-Origin: * with the key set, which is public, and no Access-Control-Allow-Credentials.",
	Endpoint: func(pass *EndpointPass) {
		for _, v := range variations(pass) {
			if v.Origin == "" || v.Keys.Value == nil || v.Keys.Response.Header == nil {
				continue
			}
			allowed := v.Keys.Response.Header.Values("Access-Control-Allow-Origin")
			if len(allowed) == 1 && (strings.TrimSpace(allowed[0]) == "*" || allowed[0] == v.Origin) {
				continue
			}
			said := "not sent"
			if len(allowed) > 0 {
				said = quote(strings.Join(allowed, ", "))
			}
			pass.ReportSetf("to the origin %s Access-Control-Allow-Origin is %s, want * or that origin", quote(v.Origin), said).About(v.Origin)
		}
	},
}
