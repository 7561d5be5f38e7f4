package rules

import (
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var bundleNumberInvalid = &Rule{
	ID:       "bundle-number-invalid",
	Title:    "Sequence or refresh hint of a SPIFFE bundle is no integer",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{spiffeBundle("4.1.1"), spiffeBundle("4.1.2"), CWE(1286)},
	Why:      "Control planes that order bundles by their sequence, or refresh by their hint, refuse the whole bundle or fall back on guesses.",
	Fix:      "Write both as JSON integers from zero up: a sequence that grows with every change, and seconds between two refreshes.",
	Endpoint: func(pass *EndpointPass) {
		set := pass.Set()
		if set == nil {
			return
		}
		for _, fact := range set.Facts {
			if fact.Kind == inventory.FactWrongType && strings.HasPrefix(fact.Member, "spiffe_") {
				pass.ReportSetf("%s is %s", quote(fact.Member), fact.Detail).About(fact.Member)
			}
		}
	},
}
