package rules

import "github.com/jwksaudit/jwksaudit/scan/inventory"

var keysetTextMalformed = &Rule{
	ID:       "keyset-text-malformed",
	Title:    "Key set can be read, but is not well-formed JSON in UTF-8",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(8259, "8.1"), RFC(7517, "5"), CWE(436)},
	Why:      "Most consumers refuse the whole set and keep their old keys or none; the few that read on may see other keys than the issuer meant.",
	Fix:      "Serve one JSON object in UTF-8 without a byte-order mark and with nothing after it; a text that ends early points to a truncated file or response.",
	Endpoint: func(pass *EndpointPass) {
		set := pass.Set()
		if set == nil {
			return
		}
		var flaws []inventory.Fact
		for _, fact := range set.Facts {
			switch fact.Kind {
			case inventory.FactByteOrderMark, inventory.FactTrailingData:
			case inventory.FactInvalidUTF8:
				fact.Detail += ", want UTF-8"
			case inventory.FactMalformed:
				fact.Detail += ", want a whole document"
			default:
				continue
			}
			flaws = append(flaws, fact)
		}
		if len(flaws) > 0 {
			pass.ReportSetf("%s", describeFacts(flaws, " "))
		}
	},
}
