package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/jwksaudit/jwksaudit/rules/window"
)

var cacheContradictory = &Rule{
	ID:       "cache-contradictory",
	Title:    "Cache-Control can be read in several ways",
	Severity: Low,
	Since:    "v0.1.0",
	Refs:     []Ref{RFC(9111, "4.2.1"), RFC(9111, "5.2"), CWE(436)},
	Why:      "Caches and consumers differ on which directive counts, so some keep a removed key that others have dropped, and the lifetime that was meant holds for nobody in particular.",
	Fix:      "Find which layers (application, proxy, CDN) add to the field and let one of them send it, with one max-age.",
	Endpoint: func(pass *EndpointPass) {
		f, ok := pass.Freshness()
		if !ok {
			return
		}
		const most = 3
		var faults []string
		for _, problem := range f.Control.Problems {
			if ambiguous(f.Control, problem) {
				faults = append(faults, cacheFault(problem))
			}
		}
		if extra := len(faults) - most; extra > 0 {
			faults = append(faults[:most], fmt.Sprintf("%d more", extra))
		}
		if len(faults) > 0 {
			pass.ReportSetf("Cache-Control has %s, want each directive once, well formed and unopposed", strings.Join(faults, "; "))
		}
	},
}

// ambiguous reports whether caches may differ over a fault: not over a directive
// that none knows or that says nothing of caching, nor over one that is repeated
// word for word.
func ambiguous(control window.CacheControl, problem window.CacheProblem) bool {
	switch {
	case problem.Kind == window.CacheUnknown, problem.Directive == "no-transform":
		return false
	case problem.Kind == window.CacheDuplicate:
		first := slices.IndexFunc(control.Directives, func(d window.Directive) bool { return d.Name == problem.Directive })
		return slices.ContainsFunc(control.Directives, func(d window.Directive) bool {
			return d.Name == problem.Directive && (first < 0 || d.Value != control.Directives[first].Value)
		})
	}
	return true
}

func cacheFault(problem window.CacheProblem) string {
	found, _, _ := strings.Cut(problem.Detail, ", want ")
	switch problem.Kind {
	case window.CacheDuplicate:
		return "several values: " + found
	case window.CacheHeaderText:
		return "a field name in its value: " + found
	case window.CacheQuoted:
		return "a number in quotes: " + found
	}
	return found
}
