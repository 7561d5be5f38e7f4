package rules

import "github.com/jwksaudit/jwksaudit/scan/inventory"

var metadataStatusUnexpected = &Rule{
	ID:       "metadata-status-unexpected",
	Title:    "Metadata is not answered with status 200",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCDiscovery("4.2"), RFC(8414, "3.2"), CWE(754)},
	Why:      "Consumers that configure themselves from it cannot start, and those that refresh it keep what they have, with the keys of that day.",
	Fix:      "Serve the metadata with status 200 to everybody, without authentication.",
	Endpoint: func(pass *EndpointPass) {
		document := lastMetadata(pass)
		if document == nil || document.Problem == nil || document.Problem.Kind != inventory.ProblemStatus {
			return
		}
		if status := document.Problem.Status; status != 404 && status != 410 { // an issuer need not have this document
			pass.ReportMetadataf("status is %d, want 200", status)
		}
	},
}
