package rules

import (
	"net/url"
	"strings"
)

var issuerURLInvalid = &Rule{
	ID:       "issuer-url-invalid",
	Title:    "Issuer is not an https URL without user name, query and fragment",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCDiscovery("3"), RFC(8414, "2"), CWE(319), NHI(4)},
	Why:      "An http issuer lets whoever is on the path answer in its place; a query or fragment makes the well-known place ambiguous, and consumers refuse it.",
	Fix:      "Use an identifier of the form https://host/path, and announce the change to all consumers before making it.",
	Endpoint: func(pass *EndpointPass) {
		metadata := pass.Discovery()
		if metadata == nil || metadata.Issuer == "" {
			return
		}
		if fault := issuerFault(metadata.Issuer); fault != "" {
			pass.ReportMetadataf("issuer %s %s, want an https URL without user name, query and fragment", quoteURL(metadata.Issuer), fault)
		}
	},
}

// issuerFault says what is wrong with an issuer identifier; "" for nothing.
// Loopback hosts are somebody's own machine.
func issuerFault(issuer string) string {
	u, err := url.Parse(issuer)
	switch {
	case err != nil || u.Scheme == "" || u.Host == "":
		return "is not an absolute URL"
	case loopback(strings.ToLower(u.Hostname())):
		return ""
	case u.Scheme != "https":
		return "has scheme " + quote(u.Scheme)
	case u.User != nil:
		return "holds a user name"
	case u.RawQuery != "" || u.ForceQuery:
		return "has a query"
	case u.Fragment != "":
		return "has a fragment"
	}
	return ""
}
