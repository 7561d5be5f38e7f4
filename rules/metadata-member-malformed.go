package rules

import "github.com/jwksaudit/jwksaudit/scan/inventory"

var metadataMemberMalformed = &Rule{
	ID:       "metadata-member-malformed",
	Title:    "Member of the metadata is of the wrong type, misspelt or stands twice",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(8414, "2"), RFC(8414, "3.2"), RFC(8259, "4"), CWE(1286)},
	Why:      "Consumers read nothing from it, or refuse the whole document; of two members of one name each parser takes another.",
	Fix:      "Publish each member once, under its exact name and with the JSON type that its specification gives.",
	Endpoint: func(pass *EndpointPass) {
		metadata := pass.Discovery()
		if metadata == nil {
			return
		}
		for _, fact := range metadata.Facts {
			switch fact.Kind {
			case inventory.FactWrongType, inventory.FactCase, inventory.FactDuplicateMember:
				pass.ReportMetadataf("%s: %s", quote(fact.Member), fact.Detail).About(fact.Member + string(fact.Kind))
			}
		}
	},
}
