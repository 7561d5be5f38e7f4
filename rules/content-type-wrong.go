package rules

import (
	"mime"
	"strings"
)

var contentTypeWrong = &Rule{
	ID:       "content-type-wrong",
	Title:    "Key set is served with another media type than JSON",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7517, "8.5.1"), RFC(9110, "8.3"), CWE(436)},
	Why:      "HTTP clients that choose a decoder by media type do not parse it, and those that ask for JSON alone may get 406.",
	Fix:      "Send Content-Type: application/jwk-set+json, or application/json where a client is known to want that.",
	Endpoint: func(pass *EndpointPass) {
		response := pass.Response()
		if response == nil {
			return
		}
		text := response.Header.Get("Content-Type")
		if set := pass.Set(); set.Signed != nil {
			if media, _, _ := mime.ParseMediaType(text); media != "application/jwk-set+jwt" { // OpenID Federation 1.0 section 5.2.1
				pass.ReportSetf("Content-Type of a signed key set is %s, want application/jwk-set+jwt", quote(text))
			}
			return
		}
		media, parameters, _ := mime.ParseMediaType(text) // what cannot be read is no JSON
		charset := parameters["charset"]
		switch {
		case text == "":
			pass.ReportSetf("no Content-Type is sent, want application/jwk-set+json or application/json")
		case media != "application/json" && media != "application/jwk-set+json":
			pass.ReportSetf("Content-Type is %s, want application/jwk-set+json or application/json", quote(text))
		case charset != "" && !strings.EqualFold(charset, "utf-8"):
			pass.ReportSetf("Content-Type is %s, want UTF-8, the only encoding of JSON", quote(text))
		}
	},
}
