package rules

var jwksGivenTwice = &Rule{
	ID:       "jwks-given-twice",
	Title:    "Metadata gives the keys both by value and by reference",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(7591, "2"), OIDFederation("5.2.1.1"), CWE(436)},
	Why:      "Consumers disagree on which of the two counts: after a rotation some trust the keys in jwks, others those behind jwks_uri.",
	Fix:      "Give jwks_uri alone; a key set that stands in the metadata changes only when the metadata is fetched again.",
	Endpoint: func(pass *EndpointPass) {
		metadata := pass.Discovery()
		if metadata != nil && metadata.InlineKeys && metadata.JWKSURI != "" {
			pass.ReportMetadataf("both jwks and jwks_uri are present, want jwks_uri alone")
		}
	},
}
