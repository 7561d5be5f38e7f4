package output

import (
	"slices"
	"strings"
	"time"
	"unique"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Endpoint is what a report keeps of an endpoint: no more than it prints, so
// that the key sets themselves can be forgotten.
type Endpoint struct {
	URL, Issuer, File string // "" where unknown
	Owner             string // as declared; "" where nobody is
	Environment       string // as declared; "" where none is
	Problem           string // "kind: detail"; "" where the newest look gave a key set
	Keys              []Key  // of the newest key set that could be read

	CertificateEnd time.Time // of the first certificate of a key to end; zero where there is none
	OldestKey      time.Time // when the oldest published key was first seen; zero without a history
	LastRotation   time.Time // when a signing key was last seen to appear; zero where none was
}

// Key is what a report keeps of a key.
type Key struct {
	Kid, Kty, Alg, Use, Curve string // "" where absent
	Thumbprint                string
	Problem                   string // why its public half cannot be read; "" where it can
	Bits                      int    // 0 where it has no meaning
}

// RecordEndpoint reduces an endpoint to what reports keep of it. Nothing of the
// endpoint is retained.
func RecordEndpoint(e *inventory.Endpoint) Endpoint {
	record := Endpoint{URL: e.URL, Issuer: e.Issuer, File: e.File, Problem: endpointProblem(e)}
	if e.Declared != nil {
		record.Owner, record.Environment = e.Declared.Owner, e.Declared.Environment
	}
	for _, o := range slices.Backward(e.Observations) {
		if o.Keys != nil && o.Keys.Value != nil {
			record.Keys, record.CertificateEnd = recordKeys(o.Keys.Value), firstEnd(o.Keys.Value)
			break
		}
	}
	record.noteHistory(e)
	return record
}

func recordKeys(set *inventory.KeySet) []Key {
	keys := make([]Key, 0, len(set.Keys))
	for i := range set.Keys {
		k := &set.Keys[i]
		keys = append(keys, Key{
			Kid: strings.Clone(k.Kid), Kty: intern(k.Kty), Alg: intern(k.Alg), Use: intern(k.Use), Curve: intern(k.Crv),
			Thumbprint: strings.Clone(k.Thumbprint), Problem: strings.Clone(k.Problem), Bits: k.Bits,
		})
	}
	return keys
}

// intern shares one copy of words that repeat in nearly every key.
func intern(word string) string { return unique.Make(word).Value() }

// endpointProblem says why the newest look gave no key set.
func endpointProblem(e *inventory.Endpoint) string {
	if len(e.Observations) == 0 {
		return string(inventory.ProblemInterrupted) + ": not looked at"
	}
	newest := e.Observations[len(e.Observations)-1]
	switch {
	case newest.Keys != nil && newest.Keys.Value != nil:
		return ""
	case newest.Keys != nil && newest.Keys.Problem != nil:
		return problemText(newest.Keys.Problem)
	case newest.Metadata != nil && newest.Metadata.Problem != nil:
		return problemText(newest.Metadata.Problem)
	}
	return string(inventory.ProblemNoJWKSURI) + ": the metadata leads to no key set"
}

func problemText(p *inventory.Problem) string { return string(p.Kind) + ": " + p.Detail }
