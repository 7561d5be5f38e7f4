package timeline

import (
	"slices"
	"time"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Lifespans lists from publication to removal, for every key of the line that was
// seen to come and to go, in order of removal.
func (l *Line) Lifespans() (out []window.Term) {
	var keys []*Key
	for _, key := range l.Keys {
		if len(key.Stays) == 1 && !key.Stays[0].Edge && key.Gone() {
			keys = append(keys, key)
		}
	}
	slices.SortStableFunc(keys, func(a, b *Key) int { return a.Removed().By.Compare(b.Removed().By) })
	for _, key := range keys {
		out = append(out, window.Apart(window.Lifespan, key.Published(), key.Removed()))
	}
	return out
}

// Gaps lists the times between the publications of the line, oldest first.
func (l *Line) Gaps() (out []window.Term) {
	for i := 1; i < len(l.Published); i++ {
		out = append(out, window.Apart(window.Cadence, l.Published[i-1], l.Published[i]))
	}
	return out
}

// Median is the middle of terms, each by the middle of its interval; false where
// there is none, or one without an end.
func Median(terms []window.Term) (time.Duration, bool) {
	var middles []time.Duration
	for _, t := range terms {
		if middle, ok := Middle(t); ok {
			middles = append(middles, middle)
		}
	}
	if len(middles) == 0 {
		return 0, false
	}
	slices.Sort(middles)
	return middles[len(middles)/2], true
}

// Middle is the middle of an interval; false where it has no end.
func Middle(t window.Term) (time.Duration, bool) {
	if t.High.Infinite || t.Low.Infinite || t.Low.D < -t.High.D {
		return 0, false
	}
	return t.Low.D + (t.High.D-t.Low.D)/2, true
}

// Next brackets the publication that a cadence makes expect; false where nobody saw
// one to count from.
func (l *Line) Next(cadence window.Term) (window.Bracket, bool) {
	n := len(l.Published)
	if n == 0 || cadence.High.Infinite {
		return window.Bracket{}, false
	}
	last := l.Published[n-1]
	return window.Bracket{After: last.After.Add(cadence.Low.D), By: last.By.Add(cadence.High.D)}, true
}

// Waiting is how long the line has gone without a new key at a time: at least since
// the poll that showed the last one, or since the first poll.
func (h *History) Waiting(l *Line, now time.Time) window.Term {
	last := window.Bracket{}
	if n := len(l.Published); n > 0 {
		last = l.Published[n-1]
	} else if len(h.Read) > 0 {
		last = window.Edge(h.at(0))
	}
	return window.Apart(window.Waiting, last, window.Bracket{After: now, By: now})
}

// Outage is polls that failed on end until the last one.
type Outage struct {
	Polls int
	Last  *inventory.Poll
	// Down is how long the key set could not be fetched: at least from the first of
	// these polls to the last, at most since the poll before.
	Down window.Term
}

// Outage is the one that the last poll lies in, by what counts as a failure; false
// where that poll is none.
func (h *History) Outage(fails func(*inventory.Poll) bool) (Outage, bool) {
	n := len(h.Polls)
	first := n
	for first > 0 && h.Polls[first-1].Failed && fails(h.Polls[first-1]) {
		first--
	}
	if first == n {
		return Outage{}, false
	}
	began := window.Bracket{By: h.Polls[first].Time}
	if first > 0 {
		began.After = h.Polls[first-1].Time
	}
	last := h.Polls[n-1]
	down := window.Apart(window.Downtime, began, window.Bracket{After: last.Time, By: last.Time})
	return Outage{Polls: n - first, Last: last, Down: down}, true
}

// CountsDown reports whether the max-age of polls falls so that all copies expire
// at one moment, and gives that of the newest: three polls that name the same one.
func (h *History) CountsDown() (time.Time, bool) {
	const slack = 5 * time.Second
	var end time.Time
	named := 0
	var least, most time.Duration
	for i := len(h.Read) - 1; i >= 0; i-- {
		f := freshness(h.Read[i])
		if f == nil || f.Source != window.SourceMaxAge || f.HasAge && f.Age > 0 {
			break // what a cache hands out counts down by itself
		}
		at := h.Read[i].Time.Add(f.Lifetime.D)
		if named == 0 {
			end, least, most = at, f.Lifetime.D, f.Lifetime.D
		}
		if at.Sub(end).Abs() > slack {
			break
		}
		named, least, most = named+1, min(least, f.Lifetime.D), max(most, f.Lifetime.D)
	}
	return end, named >= 3 && most-least > 2*slack
}

// Published counts the signing keys that the newest conclusive poll shows.
func (h *History) Published() int {
	if len(h.states) == 0 {
		return 0
	}
	return len(h.states[len(h.states)-1].signing)
}

// WithoutSigningKey reports since when no signing key is published that was before;
// false where there is one, or never was.
func (h *History) WithoutSigningKey() (window.Bracket, bool) {
	runs := h.runs()
	first := len(runs)
	for first > 0 && len(runs[first-1].signing) == 0 {
		first--
	}
	if first == 0 || first == len(runs) {
		return window.Bracket{}, false
	}
	return window.Bracketed(h.at(runs[first-1].last), h.at(runs[first].first)), true
}

// Shrink is a poll at which more than half of the signing keys were gone and no
// other was new.
type Shrink struct {
	Before, After int
	Within        window.Bracket
}

// Shrinks lists them, oldest first.
func (h *History) Shrinks() (out []Shrink) {
	gone, added := map[int]int{}, map[int]int{} // by the first poll without, and with
	for _, key := range h.Keys {
		for _, stay := range key.Stays {
			if !key.Signs {
				continue
			}
			added[stay.First]++
			if stay.Gone {
				gone[stay.Last+1]++
			}
		}
	}
	for i := 1; i < len(h.Read); i++ {
		before, after := len(h.states[i-1].signing), len(h.states[i].signing)
		if added[i] == 0 && after > 0 && 2*gone[i] > before {
			out = append(out, Shrink{before, after, window.Bracketed(h.at(i-1), h.at(i))})
		}
	}
	return out
}

// Shows reports whether the newest conclusive poll shows a key by its thumbprint.
func (h *History) Shows(key *inventory.Key) bool {
	n := len(h.states)
	return n > 0 && h.states[n-1].find(key.Thumbprint) != nil
}

// Before lists the signing keys of the poll before a key was first seen.
func (h *History) Before(key *Key) []*inventory.Key {
	first := key.Stays[0].First
	if first == 0 {
		return nil
	}
	return h.states[first-1].signing
}
