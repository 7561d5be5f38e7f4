package rules

import (
	"time"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// leastLifetime is the lifetime below which caching spares next to no fetch, and
// up to which it is usual to cache an error.
const leastLifetime = time.Minute

// clockSlack is how far two clocks or roundings may be apart without meaning.
const clockSlack = time.Minute

// stated reports whether the headers give a lifetime themselves.
func stated(f window.Freshness) bool {
	return f.Source == window.SourceSMaxAge || f.Source == window.SourceMaxAge || f.Source == window.SourceExpires
}

// forbidden reports whether the headers forbid caches to reuse the response unasked.
func forbidden(f window.Freshness) bool {
	return f.Source == window.SourceNoStore || f.Source == window.SourceNoCache
}

// lifetimeTerm is the stated lifetime as a term of a verdict.
func lifetimeTerm(f window.Freshness) window.Term {
	return window.Term{Name: window.HeaderLifetime, Low: f.Lifetime, High: f.Lifetime, From: inventory.Observed}
}

// freshnessOf is pass.Freshness as the arithmetic of package window takes it: nil
// where no headers are known.
func freshnessOf(pass *EndpointPass) *window.Freshness {
	f, known := pass.Freshness()
	if !known {
		return nil
	}
	return &f
}
