package rules

import "net/netip"

var hstsMissing = &Rule{
	ID:       "hsts-missing",
	Title:    "Server does not tell browsers to use https alone",
	Severity: Info,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(6797, "6.1"), CWE(319)},
	Why:      "A browser application that is led to an http URL of this host once can be given keys, or a login page, by whoever is on the path.",
	Fix:      "Send Strict-Transport-Security with a max-age of at least a year, once every service of the host is on https.",
	Endpoint: func(pass *EndpointPass) {
		response := pass.Response()
		if response == nil || scheme(response.FinalURL()) != "https" {
			return
		}
		host := hostOf(response.FinalURL())
		if _, err := netip.ParseAddr(host); err == nil || loopback(host) {
			return // RFC 6797 is about names
		}
		if !response.Header.Has("Strict-Transport-Security") {
			pass.ReportSetf("no Strict-Transport-Security is sent, want one with a max-age")
		}
	},
}
