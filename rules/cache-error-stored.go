package rules

import (
	"fmt"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var cacheErrorStored = &Rule{
	ID:       "cache-error-stored",
	Title:    "An error in place of the key set may be cached",
	Severity: Medium,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(9111, "3"), RFC(9111, "4.2.1"), CWE(672)},
	Why:      "Caches hand out the error long after the issuer has recovered, and consumers behind them reject every token until its lifetime ends.",
	Fix:      "Send Cache-Control: no-store with errors, in the application and in whatever stands before it, then purge the caches.",
	Endpoint: func(pass *EndpointPass) {
		keys := lastLook(pass)
		if keys == nil {
			return
		}
		fault := contentFault(keys)
		f, ok := window.FreshnessOf(&keys.Response)
		if fault == "" || !ok || !stated(f) || !exceeds(f.Lifetime, leastLifetime) {
			return
		}
		pass.ReportSetf("%s may be cached %s, want no-store", fault, lasting(f.Lifetime)).Because(lifetimeTerm(f))
	},
}

// contentFault names what was answered in place of usable keys; "" where they are there.
func contentFault(keys *inventory.Document[inventory.KeySet]) string {
	switch {
	case keys.Problem == nil && keys.Value != nil && len(keys.Value.Keys) == 0:
		return "an empty key set"
	case keys.Problem == nil:
		return ""
	case keys.Problem.Kind == inventory.ProblemStatus && failing(keys.Problem.Status):
		return fmt.Sprintf("status %d", keys.Problem.Status)
	case keys.Problem.Kind == inventory.ProblemNotJSON, keys.Problem.Kind == inventory.ProblemShape:
		return "what is no key set"
	}
	return ""
}
