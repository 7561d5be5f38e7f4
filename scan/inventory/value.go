package inventory

import "time"

// Provenance says where a value comes from, best first. A verdict is as sure as
// the weakest provenance among its terms.
type Provenance uint8

// The provenances, in the words of reports.
const (
	Unknown       Provenance = iota // nobody said and no source was verified: widens every bound
	Assumed                         // this program's assumption
	Unresolved                      // a template or reference that only the running system resolves
	VendorDefault                   // the product's verified default
	Implied                         // follows from another explicit setting
	Declared                        // the owner says so: fleet file, or the default inside a template
	Explicit                        // written in the consumer's configuration
	Observed                        // seen in a response
)

// String gives the word used in reports and in JSON.
func (p Provenance) String() string {
	return [...]string{
		"unknown", "assumed", "unresolved", "vendor-default",
		"implied", "declared", "explicit", "observed",
	}[p]
}

// Known reports whether a value of this provenance may be relied on at all.
func (p Provenance) Known() bool { return p >= VendorDefault }

// Value is a setting with where it came from.
type Value[T any] struct {
	V    T
	From Provenance
	At   Origin // where it is written; zero for defaults
	Text string // the text that could not be resolved, for Unresolved
	Cite string // the source of a VendorDefault
}

// Span is a length of time that may have no end.
type Span struct {
	D        time.Duration
	Infinite bool
}

// Forever returns the span without end.
func Forever() Span { return Span{Infinite: true} }

// For returns a finite span.
func For(d time.Duration) Span { return Span{D: d} }

// Longer reports whether s ends after other; two endless spans are equally long.
func (s Span) Longer(other Span) bool {
	return !other.Infinite && (s.Infinite || s.D > other.D)
}
