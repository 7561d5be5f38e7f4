package rules

// mostOctets is where a widely used Java library, and with it many frameworks,
// stops reading a key set unless it is told otherwise.
const mostOctets = 50 << 10

var keysetOversized = &Rule{
	ID:       "keyset-oversized",
	Title:    "Key set is larger than consumers read",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{nimbusSizeLimit(), CWE(400)},
	Why:      "Consumers bound what they read: beyond their limit the set cannot be fetched at all and every token is rejected.",
	Fix:      "Remove retired keys and certificate chains that nobody asked for; publish each tenant's keys at a URL of its own.",
	Endpoint: func(pass *EndpointPass) {
		if response := pass.Response(); response != nil && response.Size > mostOctets && !overruns(pass) {
			pass.ReportSetf("key set is %d octets, want at most %d", response.Size, mostOctets)
		}
	},
}
