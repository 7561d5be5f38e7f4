package timeline

import "time"

const (
	// confirmed is after how many polls that are newer an absence counts.
	confirmed = 2
	// away is after how many polls without it a key that returns was gone.
	away = 3
	// lasting is for how many polls an endpoint goes on diverging after it last
	// returned to an earlier set.
	lasting = 10
	// doubt is how long a key may be away without meaning where D + L + S has no end.
	doubt = 24 * time.Hour
)

// Divergence is a time in which polls kept returning to sets that others, certainly
// newer, had not shown: replicas or caches that do not agree.
type Divergence struct {
	First, Last int // polls of Read: the first set that returned, and the last return
	Returns     int
	Sets        int // how many different sets were served
}

// Since and Until are when it was first and last seen.
func (h *History) Since(d Divergence) time.Time { return h.Read[d.First].Time }
func (h *History) Until(d Divergence) time.Time { return h.Read[d.Last].Time }

// Diverging is the divergence that still lasts; nil for none.
func (h *History) Diverging() *Divergence {
	n := len(h.Divergences)
	if n == 0 || len(h.Read)-1-h.Divergences[n-1].Last > lasting {
		return nil
	}
	return &h.Divergences[n-1]
}

// diverged is the divergence that a poll lies in; nil for none.
func (h *History) diverged(poll int) *Divergence {
	for i := range h.Divergences {
		if d := &h.Divergences[i]; d.First <= poll && poll <= d.Last {
			return d
		}
	}
	return nil
}

func (h *History) findDivergences() {
	for _, r := range h.runs() {
		if r.first == 0 || len(r.keys) == 0 {
			continue
		}
		if from, at, ok := h.returned(r); ok {
			h.noteReturn(from, at)
		}
	}
	for i := range h.Divergences {
		d, sets := &h.Divergences[i], map[string]bool{}
		for _, s := range h.states[d.First : d.Last+1] {
			sets[s.set] = true
		}
		d.Sets = len(sets)
	}
}

// returned finds the first poll of a run that certainly shows its set again: later
// than a poll that shows another one, which is later than a poll that shows this.
func (h *History) returned(r run) (from, at int, ok bool) {
	for at := r.first; at <= r.last; at++ {
		if at-r.first >= away && h.Read[at].Time.Sub(h.Read[r.first].Time) > h.grace {
			break
		}
		other := h.latest(h.newerThan(at), func(s *state) bool { return s.set != r.set && len(s.keys) > 0 })
		if other < 0 {
			continue
		}
		from := h.latest(h.newerThan(other), func(s *state) bool { return s.set == r.set })
		if from < 0 {
			continue
		}
		few := at-from-1 < away || h.Read[at].Time.Sub(h.Read[from].Time) <= h.grace
		if few || h.stillDiverging(at) {
			return from, at, true
		}
	}
	return 0, 0, false
}

// latest is the last poll before an index with such a state; -1 for none.
func (h *History) latest(before int, matches func(*state) bool) int {
	for i := before - 1; i >= 0; i-- {
		if matches(h.states[i]) {
			return i
		}
	}
	return -1
}

func (h *History) stillDiverging(poll int) bool {
	n := len(h.Divergences)
	return n > 0 && poll-h.Divergences[n-1].Last <= lasting
}

func (h *History) noteReturn(from, at int) {
	if !h.stillDiverging(at) {
		h.Divergences = append(h.Divergences, Divergence{First: from})
	}
	d := &h.Divergences[len(h.Divergences)-1]
	d.Last, d.Returns = at, d.Returns+1
}
