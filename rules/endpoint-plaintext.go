package rules

var endpointPlaintext = &Rule{
	ID:       "endpoint-plaintext",
	Title:    "Metadata names endpoints that are served over plain HTTP",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCDiscovery("3"), CWE(319), NHI(4)},
	Why:      "Credentials, codes and tokens cross the network readable to whoever is on the path.",
	Fix:      "Serve every endpoint over https and name those URLs.",
	Endpoint: func(pass *EndpointPass) {
		metadata := pass.Discovery()
		if metadata == nil {
			return
		}
		var names []string
		for _, endpoint := range metadata.Endpoints {
			if plaintext(endpoint.URL) {
				names = append(names, quote(endpoint.Name))
			}
		}
		if len(names) > 0 {
			pass.ReportMetadataf("plain HTTP for %s, want https", some(names, ", "))
		}
	},
}
