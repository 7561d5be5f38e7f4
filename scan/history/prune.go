package history

import (
	"context"
	"database/sql"
	"slices"
	"time"
)

// Prune forgets the polls before a time, scans that were completed before it, and
// what nothing refers to any more; it returns how many polls went. What was
// published with its private half is remembered for ever.
func (s *Store) Prune(ctx context.Context, before time.Time) (forgotten int, err error) {
	cut := nanoseconds(before)
	err = s.write(ctx, "prune", func(b *batch) error {
		if forgotten, err = b.prunePolls(cut); err != nil {
			return err
		}
		for _, statement := range []string{
			`DELETE FROM finding WHERE scope IN (SELECT scope FROM scan WHERE at < $1)`,
			`DELETE FROM scan WHERE at < $1`,
		} {
			if err := b.exec(statement, cut); err != nil {
				return err
			}
		}
		for _, statement := range []string{
			`DELETE FROM state WHERE NOT EXISTS (SELECT 1 FROM segment WHERE segment.state = state.id)`,
			`DELETE FROM content WHERE NOT EXISTS (SELECT 1 FROM state WHERE state.keys = content.id)
				AND NOT EXISTS (SELECT 1 FROM state WHERE state.metadata = content.id)`,
			`DELETE FROM endpoint WHERE NOT EXISTS (SELECT 1 FROM segment WHERE segment.endpoint = endpoint.id)`,
		} {
			if err := b.exec(statement); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return forgotten, s.failed("give back room after pruning", s.backend.compact(ctx, s.db))
}

// prunePolls drops segments that end before the cut and shortens those across it.
func (b *batch) prunePolls(cut int64) (forgotten int, err error) {
	gone, _, err := b.one(`SELECT coalesce(sum(polls), 0) FROM segment WHERE last_at < $1`, cut)
	if err != nil {
		return 0, err
	}
	across, err := b.across(cut)
	if err != nil {
		return 0, err
	}
	if err := b.exec(`DELETE FROM segment WHERE first_at < $1`, cut); err != nil {
		return 0, err
	}
	for _, g := range across {
		kept := slices.DeleteFunc(slices.Clone(g.samples), func(s sample) bool { return s.at < cut })
		gone += int64(len(g.samples) - len(kept))
		if err := b.replace(g, nil, kept); err != nil {
			return 0, err
		}
	}
	return int(gone), nil
}

// across lists the segments that begin before the cut and do not end before it.
func (b *batch) across(cut int64) (groups []*group, err error) {
	rows, err := b.tx.QueryContext(b.ctx, `SELECT g.endpoint, g.state, g.first_at, g.samples, t.head
		FROM segment g JOIN state t ON t.id = g.state WHERE g.first_at < $1 AND g.last_at >= $1`, cut)
	err = each(rows, err, func(rows *sql.Rows) error {
		g := new(group)
		var first int64
		var samples, text []byte
		if err := rows.Scan(&g.endpoint, &g.state, &first, &samples, &text); err != nil {
			return err
		}
		h, err := decodeHead(text)
		if err != nil {
			return err
		}
		g.varies = h.varies()
		g.samples, err = decodeSamples(samples, first, g.varies)
		groups = append(groups, g)
		return err
	})
	return groups, err
}

// Stat says how much there is.
type Stat struct {
	Endpoints, Polls  int
	KeySets, Metadata int // different ones
	Exposed           int // keys that were published with their private half
	First, Last       time.Time
	Octets            int64 // on disk
}

// Stat counts.
func (s *Store) Stat(ctx context.Context) (Stat, error) {
	var stat Stat
	var first, last *int64
	err := s.db.QueryRowContext(ctx, `SELECT
		(SELECT count(DISTINCT endpoint) FROM segment), (SELECT coalesce(sum(polls), 0) FROM segment),
		(SELECT count(*) FROM content WHERE issuer IS NULL), (SELECT count(*) FROM content WHERE issuer IS NOT NULL),
		(SELECT count(*) FROM exposure), (SELECT min(first_at) FROM segment), (SELECT max(last_at) FROM segment)`).
		Scan(&stat.Endpoints, &stat.Polls, &stat.KeySets, &stat.Metadata, &stat.Exposed, &first, &last)
	if err == nil {
		stat.Octets, err = s.backend.size(ctx, s.db)
	}
	if first != nil && last != nil {
		stat.First, stat.Last = time.Unix(0, *first).UTC(), time.Unix(0, *last).UTC()
	}
	return stat, s.failed("read", err)
}
