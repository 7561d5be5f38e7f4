package timeline

import "time"

const (
	// confirmed is after how many polls that are newer an absence counts.
	confirmed = 2
	// away is after how many polls without it a key that returns was gone.
	away = 3
	// lasting is for how many polls, and doubt for how long at least, an endpoint goes
	// on diverging after it last returned to an earlier set.
	lasting = 10
	doubt   = 24 * time.Hour
)

// Divergence is a time in which polls kept returning to sets that others, certainly
// newer, had not shown: replicas or caches that do not agree.
type Divergence struct {
	First, Last int // polls of Read: the first set that returned, and the last return
	Returns     int
	Sets        int // how many different sets were served
}

// Since is when a divergence was first seen.
func (h *History) Since(d Divergence) time.Time { return h.Read[d.First].Time }

// Diverging is the divergence that still lasts; nil for none.
func (h *History) Diverging() *Divergence {
	if !h.stillDiverging(len(h.Read) - 1) {
		return nil
	}
	return &h.Divergences[len(h.Divergences)-1]
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
	var slow *comeback // that may begin a divergence, if another follows soon
	shown := map[string]bool{}
	for _, r := range h.runs() {
		if again := shown[r.set]; !again || len(r.keys) == 0 {
			shown[r.set] = true
			continue
		}
		c, ok := h.comeback(r)
		switch {
		case !ok:
		case c.few || h.stillDiverging(c.at):
			h.noteReturn(c)
		case slow != nil && h.soon(slow.at, c.at):
			h.noteReturn(*slow)
			h.noteReturn(c)
		default:
			slow = &c
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

// comeback is a poll that certainly shows a set again: later than one that shows
// another, which is later than the poll from, which shows this. It is few where so
// few polls, or so little time, lie between that nothing else explains it.
type comeback struct {
	from, at int
	few      bool
}

func (h *History) comeback(r run) (comeback, bool) {
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
		few := h.certainlyBetween(from, at) < away || h.Read[at].Time.Sub(h.Read[from].Time) <= h.grace
		return comeback{from, at, few}, true
	}
	return comeback{}, false
}

// certainlyBetween counts the polls that are certainly newer than one and older than
// another, as far as it matters.
func (h *History) certainlyBetween(one, other int) (n int) {
	for i := one + 1; i < h.newerThan(other) && n < away; i++ {
		if h.newer(i, one) {
			n++
		}
	}
	return n
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
	return n > 0 && h.soon(h.Divergences[n-1].Last, poll)
}

// soon reports whether a poll follows upon a return so soon that both are of one divergence.
func (h *History) soon(last, poll int) bool {
	return poll-last <= lasting || h.Read[poll].Time.Sub(h.Read[last].Time) <= max(h.grace, doubt)
}

func (h *History) noteReturn(c comeback) {
	if !h.stillDiverging(c.at) {
		h.Divergences = append(h.Divergences, Divergence{First: c.from})
	}
	d := &h.Divergences[len(h.Divergences)-1]
	d.Last, d.Returns = c.at, d.Returns+1
}
