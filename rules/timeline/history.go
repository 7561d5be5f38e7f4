package timeline

import (
	"time"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Demand is what the consumers of a key set ask of its rotations.
type Demand struct {
	Consumers      []*inventory.Consumer
	Lifetime, Skew window.Term // L and S
	// Signs reports whether a key verifies signatures: only those have lines,
	// overlaps and a cadence.
	Signs func(*inventory.Key) bool
}

// unseen is for how long caches are assumed to keep a copy where nobody saw headers.
const unseen = 24 * time.Hour

// distribution is D under what HTTP caches may do; nil where no headers are known.
// Where no consumer is known either, all of it is assumed.
func (d Demand) distribution(f *window.Freshness) window.Bound {
	if f == nil && len(d.Consumers) == 0 {
		f = &window.Freshness{Source: window.SourceHeuristic, Lifetime: inventory.For(unseen)}
	}
	bound, _ := window.Distribution(d.Consumers, f)
	return bound
}

// Need is D + L + S: how long a key and its successor are to be published together (W3).
func (d Demand) Need(f *window.Freshness) window.Bound {
	return d.distribution(f).Plus(d.Lifetime, d.Skew)
}

// History is what the polls of one key set, from one vantage, tell.
type History struct {
	URL     string
	Vantage string
	Polls   []*inventory.Poll // all from the vantage, oldest first
	Read    []*inventory.Poll // those from which something is concluded

	Keys        []*Key // by first sight, then by place in the set
	Lines       []*Line
	Divergences []Divergence
	Overlaps    []Overlap // by removal of the old key
	Events      []Event   // by time

	demand Demand
	index  map[string]*Key // by thumbprint
	lines  map[kind]*Line
	states []*state      // what each of Read shows
	dated  []window.Poll // each of Read with its headers; zero until asked for
	oldest time.Duration // the longest time between two changes of the set, as far as seen
	grace  time.Duration // for how long consumers may hold copies and tokens of before
}

// Read analyses a timeline. It keeps what it is given and changes nothing of it.
func Read(t *inventory.Timeline, demand Demand) *History {
	h := &History{URL: t.URL, demand: demand}
	h.takeVantage(t.Polls)
	h.findStates()
	h.findGrace()
	h.findDivergences()
	h.findKeys()
	h.findLines()
	h.findOverlaps()
	h.findEvents()
	return h
}

// takeVantage keeps the polls of the vantage that concluded most; the first by
// name of several.
func (h *History) takeVantage(polls []inventory.Poll) {
	count := map[string]int{}
	for i := range polls {
		count[polls[i].Vantage] += 0
		if conclusive(&polls[i]) {
			count[polls[i].Vantage]++
		}
	}
	most := -1
	for vantage, n := range count {
		if n > most || n == most && vantage < h.Vantage {
			h.Vantage, most = vantage, n
		}
	}
	for i := range polls {
		if polls[i].Vantage != h.Vantage {
			continue
		}
		h.Polls = append(h.Polls, &polls[i])
		if conclusive(&polls[i]) {
			h.Read = append(h.Read, &polls[i])
		}
	}
	h.dated = make([]window.Poll, len(h.Read))
}

// conclusive reports whether a poll shows which keys were published and which not.
func conclusive(p *inventory.Poll) bool {
	if p.Failed || p.Keys == nil {
		return false
	}
	for _, fact := range p.Keys.Facts {
		if fact.Kind == inventory.FactMalformed || fact.Kind == inventory.FactTooMany {
			return false // some keys were not read
		}
	}
	return true
}

// at is a conclusive poll as the arithmetic takes it.
func (h *History) at(i int) window.Poll {
	if h.dated[i].Time.IsZero() {
		h.dated[i] = window.Poll{Time: h.Read[i].Time, Freshness: freshness(h.Read[i])}
		if h.dated[i].Freshness == nil {
			h.dated[i].Freshness = &window.Freshness{Source: window.SourceNoStore} // as new as its time
		}
	}
	return h.dated[i]
}

// freshness is what the headers of a poll say; nil where they are not known.
func freshness(p *inventory.Poll) *window.Freshness {
	f, known := window.FreshnessOf(&inventory.Response{Status: p.Status, Header: p.Caching, Time: p.Time})
	if !known {
		return nil
	}
	return &f
}

// newerThan is the number of polls than which poll i is certainly newer: those
// before that index.
func (h *History) newerThan(i int) int {
	poll, low, high := h.at(i), 0, i
	for low < high {
		if middle := (low + high) / 2; poll.NewerThan(window.Poll{Time: h.Read[middle].Time}) {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

// newer reports whether poll i certainly shows a later state than poll j.
func (h *History) newer(i, j int) bool { return h.at(i).NewerThan(window.Poll{Time: h.Read[j].Time}) }

// since is the bracket of what the poll before i does not show and i does; an edge
// for the first.
func (h *History) since(i int) window.Bracket {
	if i == 0 {
		return window.Edge(h.at(0))
	}
	return window.Bracketed(h.at(i-1), h.at(i))
}

// Freshness is what the headers said that were newest at a time, or the first
// known after it; nil where no poll carries any.
func (h *History) Freshness(at time.Time) *window.Freshness {
	var newest *inventory.Poll
	for _, p := range h.Read {
		if p.Caching != nil && (newest == nil || !p.Time.After(at)) {
			newest = p
		}
	}
	if newest == nil {
		return nil
	}
	f := freshness(newest)
	*f = f.WithGreatestAge(h.oldest)
	return f
}

// Need is what the consumers ask at a time: see Demand.Need.
func (h *History) Need(at time.Time) window.Bound { return h.demand.Need(h.Freshness(at)) }

func (h *History) findGrace() {
	since := 0
	for i := range h.Read {
		if i > 0 && h.states[i] != h.states[i-1] {
			since = i - 1
		}
		h.oldest = max(h.oldest, h.Read[i].Time.Sub(h.Read[since].Time))
	}
	h.grace = doubt // where D + L + S has no end
	if n := len(h.Read); n > 0 {
		if need := h.Need(h.Read[n-1].Time).High; !need.Infinite {
			h.grace = need.D
		}
	}
}

// Dated reports whether headers tell how old what these polls of Read show may be.
func (h *History) Dated(polls ...int) bool {
	for _, i := range polls {
		if h.Read[i].Caching == nil {
			return false
		}
	}
	return true
}
