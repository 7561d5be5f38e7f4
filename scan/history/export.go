package history

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// exportVersion is of the form of exports. A member that is added keeps it.
const exportVersion = 1

// The kinds of lines of an export, in the order in which they come.
const (
	kindHistory  = "history"  // first of all: version
	kindExposed  = "exposed"  // thumbprint, time
	kindScan     = "scan"     // scope, time
	kindFinding  = "finding"  // scope, fingerprint, endpoint, data; after its scan
	kindKeys     = "keys"     // url, n, value; before the first poll of the URL that saw it
	kindMetadata = "metadata" // url, n, value; likewise
	kindPoll     = "poll"     // url, time, vantage, outcome, caching; n of keys and of metadata
)

// line is one line of an export, of any kind.
type line struct {
	Kind    string `json:"kind"`
	Version int    `json:"version,omitempty"`

	Thumbprint  string          `json:"thumbprint,omitempty"`
	Scope       *string         `json:"scope,omitempty"`
	Fingerprint string          `json:"fingerprint,omitempty"`
	Endpoint    string          `json:"endpoint,omitempty"`
	Data        json.RawMessage `json:"data,omitempty"`

	URL   string          `json:"url,omitempty"`
	N     int             `json:"n,omitempty"`
	Value json.RawMessage `json:"value,omitempty"`

	Time     time.Time             `json:"time,omitzero"`
	Vantage  string                `json:"vantage,omitempty"`
	Failed   bool                  `json:"failed,omitempty"`
	Problem  inventory.ProblemKind `json:"problem,omitempty"`
	Status   int                   `json:"status,omitempty"`
	Size     int                   `json:"size,omitempty"`
	Caching  inventory.Header      `json:"caching,omitzero"`
	Keys     int                   `json:"keys,omitempty"`
	Metadata int                   `json:"metadata,omitempty"`
}

// Export writes the whole history as JSON, one object a line, in an order that
// depends on nothing but what is in it: stores that hold the same give the same.
func (s *Store) Export(ctx context.Context, w io.Writer) error {
	e := exporter{ctx: ctx, store: s, out: bufio.NewWriterSize(w, 64<<10)}
	for _, part := range []func() error{e.begin, e.exposures, e.scans, e.endpoints} {
		if err := part(); err != nil {
			return err
		}
	}
	return e.out.Flush()
}

type exporter struct {
	ctx   context.Context
	store *Store
	out   *bufio.Writer
}

// put writes a line in ASCII alone, as text in it comes from the network, and with
// no command of the GitHub Actions runner, which are the like of "##[name]".
func (e *exporter) put(l line) error {
	text, err := json.Marshal(l)
	if err != nil {
		return err
	}
	text = bytes.ReplaceAll(text, []byte("##["), []byte(`\u0023#[`))
	for len(text) > 0 {
		plain := bytes.IndexFunc(text, func(r rune) bool { return r > '~' })
		if plain < 0 {
			plain = len(text)
		}
		_, _ = e.out.Write(text[:plain]) // Flush has the error
		if text = text[plain:]; len(text) == 0 {
			break
		}
		r, size := utf8.DecodeRune(text)
		text = text[size:]
		if r > 0xffff {
			high, low := utf16.EncodeRune(r)
			_, _ = fmt.Fprintf(e.out, `\u%04x\u%04x`, high, low)
			continue
		}
		_, _ = fmt.Fprintf(e.out, `\u%04x`, r)
	}
	return e.out.WriteByte('\n')
}

func (e *exporter) begin() error { return e.put(line{Kind: kindHistory, Version: exportVersion}) }

func (e *exporter) exposures() error {
	exposed, err := e.store.exposures(e.ctx, time.Unix(0, 1<<63-1))
	if err != nil {
		return e.store.failed("export", err)
	}
	for _, thumbprint := range sortedKeys(exposed) {
		if err := e.put(line{Kind: kindExposed, Thumbprint: thumbprint, Time: exposed[thumbprint]}); err != nil {
			return err
		}
	}
	return nil
}

func (e *exporter) scans() error {
	scopes, err := e.store.texts(e.ctx, `SELECT scope FROM scan`)
	if err != nil {
		return err
	}
	for _, scope := range scopes {
		scan, err := e.store.LastScan(e.ctx, scope)
		if err != nil {
			return err
		}
		if scan == nil { // pruned meanwhile
			continue
		}
		if err := e.put(line{Kind: kindScan, Scope: &scope, Time: scan.Time}); err != nil {
			return err
		}
		for _, f := range scan.Findings {
			if err := e.put(line{Kind: kindFinding, Scope: &scope, Fingerprint: f.Fingerprint, Endpoint: f.Endpoint, Data: f.Data}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (e *exporter) endpoints() error {
	addresses, err := e.store.Endpoints(e.ctx)
	if err != nil {
		return err
	}
	for _, address := range addresses {
		seen, err := e.store.sightings(e.ctx, address, time.Unix(0, 1<<63-1))
		if err != nil {
			return e.store.failed("export", err)
		}
		if err := e.polls(address, seen); err != nil {
			return err
		}
	}
	return nil
}

// polls writes the polls of one endpoint. Key sets and metadata are numbered as
// they come.
func (e *exporter) polls(address string, seen []sighting) error {
	numbers := map[any]int{}
	number := func(kind string, document any, n *int) error {
		known := numbers[document]
		if known == 0 {
			numbers[kind]++ // the kind counts, as no document is a string
			known = numbers[kind]
			numbers[document] = known
			value, err := marshal(document)
			if err != nil {
				return err
			}
			if err := e.put(line{Kind: kind, URL: address, N: known, Value: value}); err != nil {
				return err
			}
		}
		*n = known
		return nil
	}
	for _, one := range seen {
		p := one.poll
		l := line{
			Kind: kindPoll, URL: address, Time: p.Time, Vantage: p.Vantage,
			Failed: p.Failed, Problem: p.Problem, Status: p.Status, Size: p.Size, Caching: p.Caching,
		}
		if p.Keys != nil {
			if err := number(kindKeys, p.Keys, &l.Keys); err != nil {
				return err
			}
		}
		if p.Metadata != nil {
			if err := number(kindMetadata, p.Metadata, &l.Metadata); err != nil {
				return err
			}
		}
		if err := e.put(l); err != nil {
			return err
		}
	}
	return nil
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
