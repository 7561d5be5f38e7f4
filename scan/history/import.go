package history

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// batchSize is how many polls an import records in one transaction.
const batchSize = 5000

// IsExport reports whether a file that begins so is an export of a history.
func IsExport(start []byte) bool {
	return bytes.HasPrefix(start, []byte(`{"kind":"`+kindHistory+`"`))
}

// Imported counts what an import read.
type Imported struct {
	Polls, New int
	URLs       []string // of the endpoints, each once for every stretch of its lines
}

// Import adds what an export holds. What is known already changes nothing. A line that cannot be used is told to problem,
// by its number from 1, and loses nothing but what refers to it.
func (s *Store) Import(ctx context.Context, r io.Reader, problem func(line int, err error)) (Imported, error) {
	i := importer{ctx: ctx, store: s, problem: problem}
	lines := bufio.NewReaderSize(r, 64<<10)
	for {
		i.number++
		text, err := readLine(lines)
		switch {
		case errors.Is(err, io.EOF):
			err = i.finish()
			return i.done, err
		case errors.Is(err, errLong):
			i.unusable(err)
			continue
		case err == nil:
			err = i.line(text)
		}
		if err != nil {
			return i.done, err
		}
	}
}

// importer is the state between lines.
type importer struct {
	ctx     context.Context
	store   *Store
	problem func(int, error)
	number  int // of the line
	done    Imported
	looks   []Look
	scan    *Scan // whose findings are being read

	url      string // whose documents these are, by number
	keys     map[int]*inventory.KeySet
	metadata map[int]*inventory.Discovery
}

func (i *importer) unusable(err error) { i.problem(i.number, err) }

// line takes one line. The error is what keeps the import from going on.
func (i *importer) line(text []byte) error {
	l := parseLine(text)
	switch {
	case i.number == 1 && l.Kind != kindHistory:
		return errors.New("it is no export of a history")
	case len(text) == 0:
		return nil
	}
	if l.Kind != kindFinding {
		if err := i.saveScan(); err != nil {
			return err
		}
	}
	switch l.Kind {
	case kindHistory:
		if l.Version > exportVersion {
			return fmt.Errorf("it is an export of version %d, this jwksaudit knows %d: use the newer jwksaudit that wrote it", l.Version, exportVersion)
		}
	case kindExposed:
		return i.exposed(l)
	case kindScan, kindFinding:
		i.finding(l)
	case kindKeys, kindMetadata:
		i.document(l)
	case kindPoll:
		return i.poll(l)
	case "":
		i.unusable(errors.New("is no line of an export"))
	default:
		i.unusable(fmt.Errorf("is of kind %q, which is not known", l.Kind))
	}
	return nil
}

func isThumbprint(text string) bool {
	sum, err := base64.RawURLEncoding.DecodeString(text)
	return err == nil && len(sum) == sha256.Size
}

func (i *importer) exposed(l line) error {
	if !isThumbprint(l.Thumbprint) {
		i.unusable(errors.New("has no thumbprint as RFC 7638 makes it with SHA-256"))
		return nil
	}
	if err := checkTime(l.Time); err != nil {
		i.unusable(err)
		return nil
	}
	return i.store.write(i.ctx, "import", func(b *batch) error { return b.exposed(l.Thumbprint, l.Time.UnixNano()) })
}

// finding collects a scan, whose findings come right after it.
func (i *importer) finding(l line) {
	switch {
	case l.Scope == nil:
		i.unusable(errors.New("lacks the scope of the scan"))
	case l.Kind == kindScan:
		i.scan = &Scan{Scope: *l.Scope, Time: l.Time}
	case i.scan == nil || i.scan.Scope != *l.Scope:
		i.unusable(errors.New("is a finding that does not follow the scan of its scope"))
	default:
		i.scan.Findings = append(i.scan.Findings, Finding{Fingerprint: l.Fingerprint, Endpoint: l.Endpoint, Data: l.Data})
	}
}

// saveScan saves the scan whose findings were all read, if there is one.
func (i *importer) saveScan() error {
	scan := i.scan
	i.scan = nil
	if scan == nil {
		return nil
	}
	if err := scan.check(); err != nil {
		i.problem(i.number-1, fmt.Errorf("ends a scan that cannot be used: %w", err))
		return nil
	}
	return i.store.SaveScan(i.ctx, *scan)
}

// document keeps a document for the polls of its URL that follow.
func (i *importer) document(l line) {
	if l.URL != i.url || i.keys == nil {
		i.url, i.keys, i.metadata = l.URL, map[int]*inventory.KeySet{}, map[int]*inventory.Discovery{}
	}
	if l.Kind == kindMetadata {
		metadata := new(inventory.Discovery)
		if unmarshal(l.Value, metadata) != nil {
			i.unusable(errors.New("has a value that is no metadata"))
			metadata = nil
		}
		i.metadata[l.N] = metadata
		return
	}
	keys := new(inventory.KeySet)
	if unmarshal(l.Value, keys) != nil || checkKeys(keys) != nil {
		i.unusable(errors.New("has a value that is no key set"))
		keys = nil
	}
	i.keys[l.N] = keys
}

func (i *importer) poll(l line) error {
	look := Look{l.URL, inventory.Poll{
		Time: l.Time.UTC(), Vantage: l.Vantage, Failed: l.Failed, Problem: l.Problem,
		Status: l.Status, Size: l.Size, Caching: l.Caching,
	}}
	if l.URL == i.url {
		look.Poll.Keys, look.Poll.Metadata = i.keys[l.Keys], i.metadata[l.Metadata]
	}
	if l.Keys != 0 && look.Poll.Keys == nil || l.Metadata != 0 && look.Poll.Metadata == nil {
		i.unusable(fmt.Errorf("is a poll of %s whose key set or metadata does not stand before it", l.URL))
		return nil
	}
	if err := look.Check(); err != nil {
		i.unusable(err)
		return nil
	}
	if i.looks = append(i.looks, look); len(i.looks) < batchSize {
		return nil
	}
	return i.flush()
}

func (i *importer) flush() error {
	added, err := i.store.Record(i.ctx, i.looks)
	if err != nil {
		return err
	}
	for _, look := range i.looks {
		if n := len(i.done.URLs); n == 0 || i.done.URLs[n-1] != look.URL {
			i.done.URLs = append(i.done.URLs, look.URL)
		}
	}
	i.done.Polls, i.done.New = i.done.Polls+len(i.looks), i.done.New+added
	i.looks = i.looks[:0]
	return nil
}

func (i *importer) finish() error {
	if i.number == 1 {
		return errors.New("it is empty: want an export of a history")
	}
	if err := i.saveScan(); err != nil {
		return err
	}
	return i.flush()
}
