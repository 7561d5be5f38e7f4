package inventory

import (
	"net/textproto"
	"time"
)

// Response is what one GET, or one captured response, gave; the body is not kept.
type Response struct {
	URL     string // the URL that was asked for
	Status  int    // of the last hop; 0 where none answered, or for a saved document without one
	Header  Header // of the last hop; nil where unknown (a saved document): nothing may be judged from it
	Hops    []Hop  // redirects that were followed or refused, in order; empty where there was none
	TLS     *TLS   // of the last hop; nil for plain HTTP and for captures
	Size    int    // octets of the body after decompression
	Time    time.Time
	Elapsed time.Duration // for stderr only: never in a report
	Capture string        // the file it was read from; "" where it came over the network
}

// FinalURL is the URL that gave the body: the target of the last redirect.
func (r *Response) FinalURL() string {
	if n := len(r.Hops); n > 0 {
		return r.Hops[n-1].Location
	}
	return r.URL
}

// Hop is one redirect.
type Hop struct {
	URL      string // that answered with the redirect
	Status   int
	Location string // absolute URL that it names
}

// TLS is what the handshake showed of the server.
type TLS struct {
	Version    string // "TLS 1.2", "TLS 1.3", ...
	NotBefore  time.Time
	NotAfter   time.Time
	KeyType    string // "RSA", "ECDSA", "Ed25519"; of the leaf certificate
	KeyBits    int
	SelfSigned bool
}

// Header is the header fields of a response, names canonical, values in the order received.
type Header map[string][]string

// Values returns every value of a field, in order; nil where the field is absent.
func (h Header) Values(name string) []string { return h[textproto.CanonicalMIMEHeaderKey(name)] }

// Get returns the first value of a field; "" where it is absent.
func (h Header) Get(name string) string {
	if values := h.Values(name); len(values) > 0 {
		return values[0]
	}
	return ""
}

// Has reports whether the field is present, even if empty.
func (h Header) Has(name string) bool { return len(h.Values(name)) > 0 }

// Add appends a value to a field.
func (h Header) Add(name, value string) {
	name = textproto.CanonicalMIMEHeaderKey(name)
	h[name] = append(h[name], value)
}
