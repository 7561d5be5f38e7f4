package window_test

import (
	"slices"
	"strconv"
	"time"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// lineKey is one key of a line and when it is published, used and removed.
type lineKey struct {
	id                                  int
	published, active, retired, removed time.Duration
}

// publish turns the keys of a line into what the origin serves.
func publish(o *origin, line []lineKey) {
	var times []time.Duration
	for _, k := range line {
		times = append(times, k.published, k.removed)
	}
	slices.Sort(times)
	o.changes = []keyChange{{at: 0}}
	for _, t := range slices.Compact(times) {
		var keys []int
		for _, k := range line {
			if k.published <= t && t < k.removed {
				keys = append(keys, k.id)
			}
		}
		if t == 0 {
			o.changes = nil
		}
		o.changes = append(o.changes, keyChange{t, keys})
	}
}

// greatestAge is the longest time between two changes.
func (o *origin) greatestAge() (age time.Duration) {
	for i := range o.changes[1:] {
		age = max(age, o.changes[i+1].at-o.changes[i].at)
	}
	return age
}

// poller looks at the key set from outside, through one of several edges.
type poller struct {
	w       *world
	edges   []source
	caching caching
	hideAge bool
	polls   []poll
}

type poll struct {
	window.Poll
	header inventory.Header
	keys   []int
}

func (p *poller) look() {
	s, ok := p.edges[p.w.rng.IntN(len(p.edges))].fetch()
	if !ok {
		return // a failed fetch tells nothing about keys
	}
	resp := &inventory.Response{Status: 200, Header: p.caching.header(s.born, s.modified), Time: epoch().Add(p.w.now)}
	if age := p.w.now - s.believed; !p.hideAge && age > 0 {
		resp.Header["Age"] = []string{strconv.Itoa(int(age / time.Second))}
	}
	f, _ := window.FreshnessOf(resp)
	p.polls = append(p.polls, poll{window.Poll{Time: epoch().Add(p.w.now), Freshness: &f}, resp.Header, s.keys})
}

// sighting is what the polls tell of one key.
type sighting struct {
	seen, gone         bool
	published, removed window.Bracket
	without            int // the first poll without it after the last with it
}

// sight applies the history's hygiene: gone needs two polls that agree and are
// newer than the last with the key.
func (p *poller) sight(key int) sighting {
	has := func(q poll) bool { return slices.Contains(q.keys, key) }
	first := slices.IndexFunc(p.polls, has)
	if first < 0 {
		return sighting{}
	}
	s := sighting{seen: true, published: window.Edge(p.polls[0].Poll)}
	if first > 0 {
		s.published = window.Bracketed(p.polls[first-1].Poll, p.polls[first].Poll)
	}
	last := first
	for i := first; i < len(p.polls); i++ {
		if has(p.polls[i]) {
			last = i
		}
	}
	var newer []int
	for i := last + 1; i < len(p.polls); i++ {
		if p.polls[i].NewerThan(p.polls[last].Poll) {
			newer = append(newer, i)
		}
	}
	if len(newer) >= 2 {
		s.gone, s.without = true, newer[0]
		s.removed = window.Bracketed(p.polls[last].Poll, p.polls[newer[0]].Poll)
	}
	return s
}

// overlap is O as the polls tell it.
func (p *poller) overlap(old sighting) (window.Term, bool) {
	var candidates []window.Bracket
	for _, key := range p.polls[old.without].keys {
		candidates = append(candidates, p.sight(key).published)
	}
	return window.OverlapOf(old.published, old.removed, candidates)
}

func contains(b window.Bracket, at time.Duration) bool {
	t := epoch().Add(at)
	return (b.After.IsZero() || b.After.Before(t)) && !b.By.Before(t)
}
