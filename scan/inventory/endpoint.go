package inventory

import "time"

// Endpoint is one published key set, with its issuer where one is known,
// everything observed of it in this run and everyone known to trust it.
type Endpoint struct {
	URL    string // of the key set; "" where it is not known (no metadata, or a file that names none)
	Issuer string // Asked, else the identifier that the metadata names; "" where unknown
	Asked  string // the identifier whose metadata was looked up, or that a consumer expects of it; "" for metadata given as a file
	File   string // slash-separated path for a saved document without a URL

	Origins      []Origin // at least one; the first in argument order anchors findings
	Consumers    []*Consumer
	Observations []*Observation

	Declared   *Declaration // what the fleet file says of the issuer; nil where it says nothing
	Undeclared bool         // the fleet file lists issuers, and not this one
	Timeline   *Timeline    // what was seen before and now; nil without a history
}

// Name is the shortest text that tells this endpoint from others: the key set's
// URL, else the issuer, else the file.
func (e *Endpoint) Name() string {
	switch {
	case e.URL != "":
		return e.URL
	case e.Issuer != "":
		return e.Issuer
	}
	return e.File
}

// Observation is one look at an endpoint from one vantage. Those of particular
// vantages come before the one that any client gets.
type Observation struct {
	Time    time.Time // when the key set was served: the run's clock, or the capture's own time
	Vantage string    // IP address of the server, or name of the region; "" for what any client gets

	Metadata *Document[Discovery] // nil where none was looked up
	// OtherMetadata is the same issuer's at its other well-known place (OpenID Connect
	// Discovery or RFC 8414); nil where nobody asked for it or there is none.
	OtherMetadata *Document[Discovery]
	// SignedKeys is the key set at signed_jwks_uri, where the metadata names it beside
	// jwks_uri (OpenID Federation 1.0 section 5.2.1); nil where nobody asked for it.
	SignedKeys *Document[KeySet]
	Keys       *Document[KeySet] // nil where the metadata led to none

	Variations []Variation // what other fields in the request make of the key set; empty where nobody asked for that
}

// Variation is the answer of a key set's URL to other fields than the usual ones.
type Variation struct {
	Accept string // the Accept field; "" where none was sent, or where Origin is what is varied
	Origin string // the Origin field, as a page's script sends it; "" where none was sent
	Keys   *Document[KeySet]
}

// Document is one response and what could be read of it.
type Document[T any] struct {
	Response Response
	Value    *T       // nil where it could not be read
	Problem  *Problem // why there is no Value; nil where there is one
}
