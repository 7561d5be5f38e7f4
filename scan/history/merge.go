package history

import (
	"database/sql"
	"slices"
)

// place is an endpoint in a state.
type place struct{ endpoint, state int64 }

// group is the samples of one place.
type group struct {
	place
	varies  [fields]bool
	samples []sample
}

// segment is a row as it is stored.
type segment struct {
	first   int64
	samples []sample
}

// merge adds samples to the segments of their place and returns how many are new.
func (b *batch) merge(g *group) (added int, err error) {
	slices.SortFunc(g.samples, sample.compare)
	old, err := b.segments(g)
	if err != nil {
		return 0, err
	}
	known := 0
	all := g.samples
	for _, s := range old {
		known += len(s.samples)
		all = append(all, s.samples...)
	}
	slices.SortFunc(all, sample.compare)
	all = slices.Compact(all)
	if len(all) == known {
		return 0, nil
	}
	return len(all) - known, b.replace(g, old, all)
}

// segments reads those that the group's samples may be in already, or that end
// after the first of them, else the last one, which may have room.
func (b *batch) segments(g *group) (found []segment, err error) {
	const query = `SELECT first_at, samples FROM segment WHERE endpoint = $1 AND state = $2
		AND (last_at >= $3 OR first_at = (SELECT max(first_at) FROM segment WHERE endpoint = $1 AND state = $2))
		ORDER BY first_at`
	statement, err := b.statement(query) //nolint:sqlclosecheck // the transaction closes it
	if err != nil {
		return nil, err
	}
	rows, err := statement.QueryContext(b.ctx, g.endpoint, g.state, g.samples[0].at)
	err = each(rows, err, func(rows *sql.Rows) error {
		var s segment
		var text []byte
		if err := rows.Scan(&s.first, &text); err != nil {
			return err
		}
		var err error
		s.samples, err = decodeSamples(text, s.first, g.varies)
		found = append(found, s)
		return err
	})
	return found, err
}

// replace writes samples in place of the segments that held some of them. A
// segment that stays the same is not touched.
func (b *batch) replace(g *group, old []segment, all []sample) error {
	stale := map[int64]segment{}
	for _, s := range old {
		stale[s.first] = s
	}
	var changed [][]sample
	for _, samples := range segmented(all) {
		if !slices.Equal(stale[samples[0].at].samples, samples) {
			changed = append(changed, samples)
		}
		delete(stale, samples[0].at)
	}
	for first := range stale {
		if err := b.exec(`DELETE FROM segment WHERE endpoint = $1 AND state = $2 AND first_at = $3`, g.endpoint, g.state, first); err != nil {
			return err
		}
	}
	for _, samples := range changed {
		err := b.exec(`INSERT INTO segment (endpoint, state, first_at, last_at, polls, samples) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (endpoint, state, first_at) DO UPDATE
			SET last_at = excluded.last_at, polls = excluded.polls, samples = excluded.samples`,
			g.endpoint, g.state, samples[0].at, samples[len(samples)-1].at, len(samples), appendSamples(nil, samples, g.varies))
		if err != nil {
			return err
		}
	}
	return nil
}

// segmented cuts sorted samples into segments. Those of one time stay together,
// as a segment is known by its first.
func segmented(all []sample) (segments [][]sample) {
	for len(all) > 0 {
		end := min(maxSamples, len(all))
		for end < len(all) && all[end].at == all[end-1].at {
			end++
		}
		segments = append(segments, all[:end])
		all = all[end:]
	}
	return segments
}
