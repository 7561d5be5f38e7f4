package rules

import "mime"

var metadataTypeWrong = &Rule{
	ID:       "metadata-type-wrong",
	Title:    "Metadata is served with another media type than JSON",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(8414, "3.2"), OIDCDiscovery("4.2"), CWE(436)},
	Why:      "HTTP clients that choose a decoder by media type do not parse the metadata, and find neither endpoints nor keys.",
	Fix:      "Send Content-Type: application/json.",
	Endpoint: func(pass *EndpointPass) {
		document := lastMetadata(pass)
		if document == nil || document.Value == nil || document.Response.Header == nil {
			return
		}
		text := document.Response.Header.Get("Content-Type")
		switch media, _, _ := mime.ParseMediaType(text); { // what cannot be read is no JSON
		case text == "":
			pass.ReportMetadataf("no Content-Type is sent, want application/json")
		case media != "application/json":
			pass.ReportMetadataf("Content-Type is %s, want application/json", quote(text))
		}
	},
}
