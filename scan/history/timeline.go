package history

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Timeline gives what was seen of a key set until a time, that time included; no
// polls where nothing was. Polls that saw the same key set or metadata share it. A
// poll whose look did not read the metadata has the newest that was read before; a
// look that read the metadata alone is no poll.
func (s *Store) Timeline(ctx context.Context, address string, until time.Time) (*inventory.Timeline, error) {
	seen, err := s.sightings(ctx, address, until)
	if err != nil {
		return nil, s.failed("read", err)
	}
	timeline := &inventory.Timeline{URL: address}
	newest := map[string]*inventory.Discovery{} // by vantage
	for _, one := range seen {
		if one.poll.Metadata == nil {
			one.poll.Metadata = newest[one.poll.Vantage]
		}
		newest[one.poll.Vantage] = one.poll.Metadata
		if one.poll.Problem.Asked() {
			timeline.Polls = append(timeline.Polls, one.poll)
		}
	}
	timeline.Exposed, err = s.exposures(ctx, until)
	return timeline, s.failed("read", err)
}

// Latest gives the newest look that got a key set, from one vantage; nil where none
// did. Its caching fields hold the validators of a conditional request.
func (s *Store) Latest(ctx context.Context, address, vantage string) (*inventory.Poll, error) {
	seen, err := s.read(ctx, `SELECT t.hash, t.head, g.first_at, g.samples, t.keys, k.data, t.metadata, m.data
		FROM endpoint e JOIN segment g ON g.endpoint = e.id JOIN state t ON t.id = g.state
		JOIN content k ON k.id = t.keys LEFT JOIN content m ON m.id = t.metadata
		WHERE e.url = $1 AND t.vantage = $2 ORDER BY g.last_at DESC LIMIT 1`, address, vantage)
	if err != nil || len(seen) == 0 {
		return nil, s.failed("read", err)
	}
	return &seen[len(seen)-1].poll, nil
}

// Endpoints lists the URLs of which there are polls, in lexical order.
func (s *Store) Endpoints(ctx context.Context) ([]string, error) {
	return s.texts(ctx, `SELECT url FROM endpoint e WHERE EXISTS (SELECT 1 FROM segment WHERE endpoint = e.id)`)
}

// EndpointsOf lists the URLs of key sets at which an issuer's metadata was read, in
// lexical order: where it moved its key set there are several.
func (s *Store) EndpointsOf(ctx context.Context, issuer string) ([]string, error) {
	return s.texts(ctx, `SELECT DISTINCT e.url FROM content m JOIN state t ON t.metadata = m.id
		JOIN segment g ON g.state = t.id JOIN endpoint e ON e.id = g.endpoint WHERE m.issuer = $1`, []byte(issuer))
}

// texts reads a column, sorted.
func (s *Store) texts(ctx context.Context, query string, args ...any) (list []string, err error) {
	rows, err := s.query(ctx, query, args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		var text string
		err := rows.Scan(&text)
		list = append(list, text)
		return err
	})
	slices.Sort(list) // not by the query: databases differ in how they compare text
	return list, s.failed("read", err)
}

// exposures are the keys that were published with their private half by a time.
func (s *Store) exposures(ctx context.Context, until time.Time) (map[string]time.Time, error) {
	exposed := map[string]time.Time{}
	rows, err := s.query(ctx, `SELECT thumbprint, first_at FROM exposure WHERE first_at <= $1`, nanoseconds(until))
	err = each(rows, err, func(rows *sql.Rows) error {
		var thumbprint string
		var at int64
		err := rows.Scan(&thumbprint, &at)
		exposed[thumbprint] = time.Unix(0, at).UTC()
		return err
	})
	return exposed, err
}

// nanoseconds is a time as it is stored; one that cannot be is moved to the
// nearest that can.
func nanoseconds(t time.Time) int64 {
	switch {
	case t.Year() < firstYear:
		return -1
	case t.Year() > lastYear:
		return 1<<63 - 1
	}
	return t.UnixNano()
}

// sighting is a poll with what puts those of one time in order.
type sighting struct {
	poll   inventory.Poll
	sample sample
	hash   []byte // of the state
}

func (a sighting) compare(b sighting) int {
	return cmp.Or(
		cmp.Compare(a.sample.at, b.sample.at),
		cmp.Compare(a.poll.Vantage, b.poll.Vantage),
		bytes.Compare(a.hash, b.hash),
		a.sample.compare(b.sample),
	)
}

// sightings are all polls of an endpoint until a time, in an order that does not
// depend on how they came into the store.
func (s *Store) sightings(ctx context.Context, address string, until time.Time) ([]sighting, error) {
	latest := nanoseconds(until)
	seen, err := s.read(ctx, `SELECT t.hash, t.head, g.first_at, g.samples, t.keys, k.data, t.metadata, m.data
		FROM endpoint e JOIN segment g ON g.endpoint = e.id JOIN state t ON t.id = g.state
		LEFT JOIN content k ON k.id = t.keys LEFT JOIN content m ON m.id = t.metadata
		WHERE e.url = $1 AND g.first_at <= $2`, address, latest)
	return slices.DeleteFunc(seen, func(one sighting) bool { return one.sample.at > latest }), err
}

// read reads the polls of a query's segments, sorted.
func (s *Store) read(ctx context.Context, query string, args ...any) (seen []sighting, err error) {
	r := reading{keys: map[int64]*inventory.KeySet{}, metadata: map[int64]*inventory.Discovery{}}
	rows, err := s.query(ctx, query, args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		found, err := r.segment(rows)
		seen = append(seen, found...)
		return err
	})
	slices.SortFunc(seen, sighting.compare)
	return seen, err
}

// reading decodes every document once, so that polls share it.
type reading struct {
	keys     map[int64]*inventory.KeySet
	metadata map[int64]*inventory.Discovery
}

func (r *reading) segment(rows *sql.Rows) (seen []sighting, err error) {
	var hash, text, samples, keysData, metadataData []byte
	var first int64
	var keysID, metadataID *int64
	if err := rows.Scan(&hash, &text, &first, &samples, &keysID, &keysData, &metadataID, &metadataData); err != nil {
		return nil, err
	}
	h, err := decodeHead(text)
	if err != nil {
		return nil, err
	}
	all, err := decodeSamples(samples, first, h.varies())
	if err != nil {
		return nil, err
	}
	keys, err := document(r.keys, keysID, keysData)
	if err == nil && keys != nil {
		err = checkKeys(keys)
	}
	metadata, failed := document(r.metadata, metadataID, metadataData)
	if err := errors.Join(err, failed); err != nil {
		return nil, err
	}
	for _, one := range all {
		poll := h.joined(one)
		poll.Keys, poll.Metadata = keys, metadata
		seen = append(seen, sighting{poll, one, hash})
	}
	return seen, nil
}

// document is the decoded form of a document that is stored under an id; nil for none.
func document[T any](known map[int64]*T, id *int64, data []byte) (*T, error) {
	if id == nil {
		return nil, nil
	}
	if known[*id] == nil {
		value := new(T)
		if err := unpack(data, value); err != nil {
			return nil, err
		}
		known[*id] = value
	}
	return known[*id], nil
}
