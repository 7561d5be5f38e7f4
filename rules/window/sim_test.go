package window_test

import (
	"container/heap"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// The simulated world that attacks this package. It knows nothing of the
// package's arithmetic: caches follow RFC 9111 and RFC 5861, consumers follow
// their refresh mode. Times are offsets from epoch.

const (
	tick  = time.Millisecond
	never = time.Duration(1 << 62)
)

func epoch() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) }

// world runs events in order of time; events at one time run in order of entry.
type world struct {
	now    time.Duration
	events eventQueue
	seq    int
	rng    *rand.Rand
}

type event struct {
	at  time.Duration
	seq int
	run func()
}

type eventQueue []event

func (q eventQueue) Len() int { return len(q) }
func (q eventQueue) Less(i, j int) bool {
	return q[i].at < q[j].at || q[i].at == q[j].at && q[i].seq < q[j].seq
}
func (q eventQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *eventQueue) Push(x any)   { *q = append(*q, x.(event)) }
func (q *eventQueue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}

// at schedules run; what lies in the past runs next.
func (w *world) at(t time.Duration, run func()) {
	w.seq++
	heap.Push(&w.events, event{max(t, w.now), w.seq, run})
}

func (w *world) runUntil(end time.Duration) {
	for len(w.events) > 0 && w.events[0].at <= end {
		e := heap.Pop(&w.events).(event)
		w.now = e.at
		e.run()
	}
}

// upTo draws from [0, most], often from its ends.
func (w *world) upTo(most time.Duration) time.Duration {
	switch {
	case most <= 0 || w.chance(6):
		return 0
	case w.chance(6):
		return most
	}
	return time.Duration(w.rng.Int64N(int64(most)/int64(tick)+1)) * tick
}

func (w *world) chance(oneIn int) bool { return w.rng.IntN(oneIn) == 0 }

// caching is what an origin's headers allow.
type caching struct {
	sMaxAge, maxAge, swr, sie time.Duration // whole seconds; negative: not said
	mustRevalidate, noStore   bool
	heuristic                 bool // no lifetime, but Last-Modified
}

func (c caching) header(born, modified time.Duration) inventory.Header {
	h := inventory.Header{"Date": {epoch().Add(born).Format("Mon, 02 Jan 2006 15:04:05 GMT")}}
	if c.heuristic {
		h["Last-Modified"] = []string{epoch().Add(modified).Format("Mon, 02 Jan 2006 15:04:05 GMT")}
		c.sMaxAge, c.maxAge = -1, -1
	}
	var words []string
	for _, d := range []struct {
		name  string
		value time.Duration
	}{{"s-maxage", c.sMaxAge}, {"max-age", c.maxAge}, {"stale-while-revalidate", c.swr}, {"stale-if-error", c.sie}} {
		if d.value >= 0 {
			words = append(words, d.name+"="+strconv.Itoa(int(d.value/time.Second)))
		}
	}
	if c.mustRevalidate {
		words = append(words, "must-revalidate")
	}
	if c.noStore {
		words = append(words, "no-store")
	}
	h["Cache-Control"] = []string{strings.Join(words, ", ")}
	return h
}

// freshness is what this package makes of a response that shows these headers.
func (c caching) freshness(born, modified time.Duration) window.Freshness {
	f, ok := window.FreshnessOf(&inventory.Response{Status: 200, Header: c.header(born, modified), Time: epoch().Add(born)})
	if !ok {
		panic("headers were not read")
	}
	return f
}

// snapshot is one copy of the key set: what the origin published when it was born.
type snapshot struct {
	born, modified time.Duration
	believed       time.Duration // born, as its Age tells it
	keys           []int
}

type source interface {
	fetch() (snapshot, bool)
}

// origin publishes key sets and fails at times.
type origin struct {
	w       *world
	changes []keyChange // in order of time, the first at 0
	outages [][2]time.Duration
	caching caching
}

type keyChange struct {
	at   time.Duration
	keys []int
}

func (o *origin) fetch() (snapshot, bool) {
	for _, outage := range o.outages {
		if o.w.now >= outage[0] && o.w.now < outage[1] {
			return snapshot{}, false
		}
	}
	return o.published(o.w.now), true
}

func (o *origin) published(t time.Duration) snapshot {
	n, found := slices.BinarySearchFunc(o.changes, t, func(c keyChange, t time.Duration) int { return int(c.at - t) })
	if !found {
		n--
	}
	return snapshot{born: t, believed: t, modified: o.changes[n].at, keys: o.changes[n].keys}
}

// httpCache is a conforming cache that keeps copies for as long as it may.
type httpCache struct {
	w        *world
	upstream source
	caching  caching
	private  bool // goes by max-age, not by s-maxage
	stored   *snapshot
	renewing bool
	rounds   bool // counts Age in whole seconds, rounded down
	slow     bool // revalidates in the background as late as it may
}

func (h *httpCache) lifetime(s snapshot) time.Duration {
	switch {
	case h.caching.noStore:
		return -1
	case h.caching.heuristic:
		return (s.born - s.modified).Truncate(time.Second) / 10
	case h.caching.sMaxAge >= 0 && !h.private:
		return h.caching.sMaxAge
	}
	return max(h.caching.maxAge, 0)
}

func (h *httpCache) fetch() (snapshot, bool) {
	age, lifetime := time.Duration(0), time.Duration(0)
	if h.stored != nil {
		age, lifetime = h.w.now-h.stored.believed, h.lifetime(*h.stored)
		if age <= lifetime {
			return *h.stored, true
		}
		if age <= lifetime+h.stale(h.caching.swr) {
			served := *h.stored
			h.renew()
			return served, true
		}
	}
	if s, ok := h.upstream.fetch(); ok {
		h.store(s)
		return s, true
	}
	if h.stored != nil && age <= lifetime+h.stale(h.caching.sie) {
		return *h.stored, true
	}
	return snapshot{}, false
}

func (h *httpCache) stale(term time.Duration) time.Duration {
	if h.caching.mustRevalidate || h.caching.noStore {
		return -1
	}
	return max(term, 0)
}

func (h *httpCache) store(s snapshot) {
	if h.rounds {
		s.believed = h.w.now - (h.w.now - s.believed).Truncate(time.Second)
	}
	if !h.caching.noStore {
		h.stored = &s
	}
}

// renew revalidates in the background, some time later.
func (h *httpCache) renew() {
	if h.renewing {
		return
	}
	h.renewing = true
	delay := max(h.caching.swr, 0)
	if !h.slow {
		delay = h.w.upTo(delay)
	}
	h.w.at(h.w.now+delay, func() {
		h.renewing = false
		if s, ok := h.upstream.fetch(); ok {
			h.store(s)
		}
	})
}
