package rules

import "github.com/jwksaudit/jwksaudit/scan/inventory"

// lastLook is the newest look at the key set, whether it gave one or not; nil
// where there was none.
func lastLook(pass *EndpointPass) *inventory.Document[inventory.KeySet] {
	return newest(pass, func(o *inventory.Observation) *inventory.Document[inventory.KeySet] { return o.Keys })
}

// handshake is what one server showed of itself when it was asked over TLS.
type handshake struct {
	tls     *inventory.TLS // what is known of it, never nil
	refused string         // why its certificate does not verify; "" where it does
	reportf func(format string, args ...any) *Finding
}

// handshakes lists the newest handshake with the server of the key set and,
// where another host has it, with that of the metadata.
func handshakes(pass *EndpointPass) []handshake {
	var list []handshake
	host := ""
	if keys := lastLook(pass); keys != nil && keys.Response.TLS != nil {
		host = hostOf(keys.Response.FinalURL())
		list = append(list, newHandshake(&keys.Response, keys.Problem, pass.ReportSetf))
	}
	if metadata := lastMetadata(pass); metadata != nil && metadata.Response.TLS != nil && hostOf(metadata.Response.FinalURL()) != host {
		list = append(list, newHandshake(&metadata.Response, metadata.Problem, pass.ReportMetadataf))
	}
	return list
}

func newHandshake(response *inventory.Response, problem *inventory.Problem, reportf func(string, ...any) *Finding) handshake {
	h := handshake{tls: response.TLS, reportf: reportf}
	if problem != nil && problem.Kind == inventory.ProblemTLS {
		h.refused = problem.Detail
	}
	return h
}

// refused reports whether the server was asked for its keys in the newest look and
// gave none. That we did not ask says nothing of it, nor that we found no way to a
// host which only a private network can name.
func refused(pass *EndpointPass) bool {
	if internal(hostOf(pass.Endpoint.Name())) {
		return false
	}
	problem := pass.Problem()
	if metadata := lastMetadata(pass); problem == nil && pass.Endpoint.URL == "" && metadata != nil {
		problem = metadata.Problem
	}
	if problem == nil {
		return false
	}
	switch problem.Kind {
	case inventory.ProblemConnect, inventory.ProblemResolve, inventory.ProblemTimeout, inventory.ProblemTLS,
		inventory.ProblemStatus, inventory.ProblemNotJSON, inventory.ProblemShape, inventory.ProblemNoMetadata:
		return true
	}
	return false
}

// failing reports whether a status tells of a failure. 3xx is none, and 429 is
// about the client that asked too often.
func failing(status int) bool { return status != 429 && status/100 != 3 }

func downgrades(hop inventory.Hop) bool {
	return scheme(hop.URL) == "https" && scheme(hop.Location) == "http"
}
