package rules

import (
	"net/url"
	"strings"
)

var resourceMismatch = &Rule{
	ID:       "resource-mismatch",
	Title:    "Metadata describes another resource than the one at its place",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(9728, "3.3"), CWE(346), NHI(4)},
	Why:      "Clients must not use it: they find no authorization server; those that use it all the same can be sent by one resource to collect tokens for another.",
	Fix:      "Set resource to exactly the identifier into which the well-known path was inserted.",
	Endpoint: func(pass *EndpointPass) {
		document := lastMetadata(pass)
		if document == nil || document.Value == nil || document.Value.Resource == "" {
			return
		}
		place, ok := resourceAt(document.Response.URL)
		if named := document.Value.Resource; ok && named != place && named != place+"/" {
			pass.ReportMetadataf("resource is %s, want %s", quoteURL(named), quoteURL(place))
		}
	},
}

// resourceAt gives the resource whose metadata stands at a URL (RFC 9728 section
// 3.1); false where the URL is no such place.
func resourceAt(address string) (string, bool) {
	const suffix = "/.well-known/oauth-protected-resource"
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "", false
	}
	path, found := strings.CutPrefix(u.EscapedPath(), suffix)
	if !found || path != "" && !strings.HasPrefix(path, "/") {
		return "", false
	}
	resource := u.Scheme + "://" + u.Host + path
	if u.RawQuery != "" {
		resource += "?" + u.RawQuery
	}
	return resource, true
}
