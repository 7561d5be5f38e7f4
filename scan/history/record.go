package history

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Record adds polls, all in one transaction, and returns how many were new. The
// order does not matter, and what is known already changes nothing. A look that
// Check refuses is an error, and nothing of the batch is kept.
func (s *Store) Record(ctx context.Context, looks []Look) (added int, err error) {
	for _, look := range looks {
		if err := look.Check(); err != nil {
			return 0, s.failed("record", fmt.Errorf("a look %w", err))
		}
	}
	err = s.write(ctx, "record", func(b *batch) error {
		added = 0
		r := recording{batch: b, contents: map[any]content{}, endpoints: map[string]int64{}, places: map[place]*group{}}
		for _, look := range looks {
			if err := r.add(look); err != nil {
				return fmt.Errorf("%s: %w", look.URL, err)
			}
		}
		for _, g := range r.groups {
			n, err := b.merge(g)
			if err != nil {
				return err
			}
			added += n
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return added, nil
}

// recording sorts the looks of one batch.
type recording struct {
	*batch
	packer    compressor
	contents  map[any]content // by the pointer that polls share
	endpoints map[string]int64
	places    map[place]*group
	groups    []*group // in the order of their first look
}

// content is a key set or metadata that the store has; nil id for none.
type content struct {
	id   *int64
	hash []byte
}

func (r *recording) add(look Look) error {
	endpoint, err := r.endpoint(look.URL)
	if err != nil {
		return err
	}
	keys, err := r.keys(look.Poll.Keys, look.Poll.Time)
	if err != nil {
		return err
	}
	metadata, err := r.metadata(look.Poll.Metadata)
	if err != nil {
		return err
	}
	h, sample := split(&look.Poll)
	state, err := r.state(&h, keys, metadata)
	if err != nil {
		return err
	}
	at := place{endpoint, state}
	g := r.places[at]
	if g == nil {
		g = &group{place: at, varies: h.varies()}
		r.places[at] = g
		r.groups = append(r.groups, g)
	}
	g.samples = append(g.samples, sample)
	return nil
}

func (r *recording) endpoint(address string) (int64, error) {
	if id, ok := r.endpoints[address]; ok {
		return id, nil
	}
	id, ok, err := r.one(`SELECT id FROM endpoint WHERE url = $1`, address)
	if err == nil && !ok {
		if id, err = r.next(`SELECT coalesce(max(id), 0) FROM endpoint`); err == nil {
			err = r.exec(`INSERT INTO endpoint (id, url) VALUES ($1, $2)`, id, address)
		}
	}
	r.endpoints[address] = id
	return id, err
}

func (r *recording) keys(set *inventory.KeySet, at time.Time) (content, error) {
	if set == nil {
		return content{}, nil
	}
	if err := r.expose(set, at); err != nil {
		return content{}, err
	}
	return r.content(dated(set), nil)
}

func (r *recording) metadata(metadata *inventory.Discovery) (content, error) {
	if metadata == nil {
		return content{}, nil
	}
	return r.content(metadata, []byte(metadata.Issuer))
}

// content finds a document by what it says, or adds it.
func (r *recording) content(document any, issuer []byte) (content, error) {
	if known, ok := r.contents[document]; ok {
		return known, nil
	}
	text, err := marshal(document)
	if err != nil {
		return content{}, err
	}
	hash := sha256.Sum256(text)
	id, ok, err := r.one(`SELECT id FROM content WHERE hash = $1`, hash[:])
	if err != nil {
		return content{}, err
	}
	if !ok {
		data, err := r.packer.pack(text)
		if err != nil {
			return content{}, err
		}
		if id, err = r.next(`SELECT coalesce(max(id), 0) FROM content`); err != nil {
			return content{}, err
		}
		if err := r.exec(`INSERT INTO content (id, hash, issuer, data) VALUES ($1, $2, $3, $4)`, id, hash[:], issuer, data); err != nil {
			return content{}, err
		}
	}
	found := content{&id, hash[:]}
	r.contents[document] = found
	return found, nil
}

func (r *recording) state(h *head, keys, metadata content) (int64, error) {
	text, hash, err := h.encode(keys.hash, metadata.hash)
	if err != nil {
		return 0, err
	}
	id, ok, err := r.one(`SELECT id FROM state WHERE hash = $1`, hash)
	if err != nil || ok {
		return id, err
	}
	if id, err = r.next(`SELECT coalesce(max(id), 0) FROM state`); err != nil {
		return 0, err
	}
	return id, r.exec(`INSERT INTO state (id, hash, vantage, head, keys, metadata) VALUES ($1, $2, $3, $4, $5, $6)`,
		id, hash, h.Vantage, text, keys.id, metadata.id)
}

// expose remembers keys that are published with a private half that is proved to
// be theirs. An unproved one is not taken: anybody may publish another's public
// key with a member of that name.
func (r *recording) expose(set *inventory.KeySet, at time.Time) error {
	for i := range set.Keys {
		k := &set.Keys[i]
		proved := slices.ContainsFunc(k.Private, func(m inventory.PrivateMember) bool { return m.Matches })
		if k.Thumbprint == "" || !proved {
			continue
		}
		if err := r.exposed(k.Thumbprint, at.UnixNano()); err != nil {
			return err
		}
	}
	return nil
}

func (b *batch) exposed(thumbprint string, at int64) error {
	return b.exec(`INSERT INTO exposure (thumbprint, first_at) VALUES ($1, $2)
		ON CONFLICT (thumbprint) DO UPDATE SET first_at = excluded.first_at WHERE excluded.first_at < exposure.first_at`, thumbprint, at)
}
