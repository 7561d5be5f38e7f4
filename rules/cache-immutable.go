package rules

import (
	"time"

	"github.com/jwksaudit/jwksaudit/rules/window"
)

// mostImmutable is a lifetime within which not being able to ask again hurts little.
const mostImmutable = time.Hour

var cacheImmutable = &Rule{
	ID:       "cache-immutable",
	Title:    "Key set is declared immutable",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(8246, "2"), CWE(672), NHI(1)},
	Why:      "The header promises that the set does not change within its lifetime, so clients do not ask again even when told to reload: a key that must be removed at once stays with them.",
	Fix:      "Remove immutable from the field; the directive is for files whose URL changes with their content.",
	Endpoint: func(pass *EndpointPass) {
		if f, ok := pass.Freshness(); ok && f.Immutable && stated(f) && exceeds(f.Lifetime, mostImmutable) {
			pass.ReportSetf("immutable for %s, want it to be revalidated", window.FormatSpan(f.Lifetime)).Because(lifetimeTerm(f))
		}
	},
}
