package window_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var simRuns = flag.Int("window.runs", 3000, "simulated worlds for each property")

const (
	oldKey = iota + 1
	newKey
)

func seeded(run int) *rand.Rand { return rand.New(rand.NewPCG(9111, uint64(run))) }

// scene is one origin, the caches before it, and one consumer.
type scene struct {
	*world
	origin   *origin
	caches   []*httpCache // the first next to the origin
	consumer *simConsumer
}

func newScene(rng *rand.Rand) *scene {
	w := &world{rng: rng}
	s := &scene{world: w, origin: &origin{w: w, caching: randomCaching(w)}}
	var up source = s.origin
	for range rng.IntN(3) {
		c := &httpCache{w: w, upstream: up, caching: s.origin.caching, private: rng.IntN(4) == 0}
		s.caches, up = append(s.caches, c), c
	}
	s.consumer = &simConsumer{w: w, source: up, caching: s.origin.caching, spec: randomConsumer(w)}
	s.consumer.traits = traits{
		countsAge: w.chance(2), onlyMaxAge: w.chance(4), background: w.chance(4),
		early: w.upTo(30 * time.Second), retry: w.upTo(time.Minute), push: w.upTo(s.consumer.spec.Refresh.PushDelay.V.D),
	}
	return s
}

func randomCaching(w *world) caching {
	c := caching{sMaxAge: -1, maxAge: -1, swr: -1, sie: -1}
	seconds := func() time.Duration { return w.upTo(10 * time.Minute).Truncate(time.Second) }
	for _, d := range []*time.Duration{&c.maxAge, &c.maxAge, &c.sMaxAge, &c.swr, &c.sie} {
		if w.chance(2) {
			*d = seconds()
		}
	}
	c.mustRevalidate, c.noStore, c.heuristic = w.chance(6), w.chance(10), w.chance(8)
	return c
}

func randomConsumer(w *world) *inventory.Consumer {
	modes := []inventory.Mode{
		inventory.ModeStatic, inventory.ModeStartupOnce, inventory.ModePerRequest, inventory.ModeLazy,
		inventory.ModeLazy, inventory.ModePoll, inventory.ModePoll, inventory.ModeMissOnly,
		inventory.ModeControlPlane, inventory.ModeManaged,
	}
	policies := []inventory.CachePolicy{
		inventory.CacheIgnored, inventory.CacheIgnored, inventory.CacheLengthens,
		inventory.CacheReplaces, inventory.CacheSoleSource, inventory.CacheUnknown,
	}
	span := func(most time.Duration) inventory.Value[inventory.Span] {
		return inventory.Value[inventory.Span]{V: inventory.For(w.upTo(most)), From: inventory.Explicit}
	}
	c := &inventory.Consumer{Product: "simulated"}
	c.Refresh = inventory.Refresh{
		Mode: modes[w.rng.IntN(len(modes))], HTTPCache: policies[w.rng.IntN(len(policies))],
		UnknownKid: inventory.Value[bool]{V: w.chance(2), From: inventory.Explicit},
		Cooldown:   span(10 * time.Minute), StaleOnError: span(10 * time.Minute), Verdicts: span(5 * time.Minute),
		MergesSets: w.chance(8), UsesExpired: w.chance(8),
	}
	switch {
	case c.Refresh.Mode == inventory.ModeControlPlane:
		c.Refresh.PushDelay = span(time.Minute)
	case c.Refresh.Mode == inventory.ModeMissOnly && w.chance(2):
		c.Refresh.HTTPCache, c.Refresh.Cooldown.V = inventory.CacheDefers, inventory.For(0)
	}
	c.Refresh.Interval = span(15 * time.Minute)
	c.Refresh.Interval.V.D = max(c.Refresh.Interval.V.D, time.Second)
	if w.chance(10) {
		c.Refresh.StaleOnError.V = inventory.Forever()
	}
	return c
}

// bounds gives the freshness that an observer states for a document that
// changes once, after it reached the given age.
func (s *scene) freshness(age time.Duration) *window.Freshness {
	f := s.origin.caching.freshness(age, 0).WithGreatestAge(age)
	return &f
}

// load lets other clients ask every cache, so that copies are of any age.
func (s *scene) load(from, to time.Duration) {
	for _, c := range s.caches {
		for range s.rng.IntN(6) {
			s.at(from+s.upTo(to-from), func() { c.fetch() })
		}
		s.at(from, func() { c.fetch() })
	}
}

// probeTimes are when tokens are presented: any time, and just past the bound.
func (s *scene) probeTimes(from time.Duration, bound inventory.Span) []time.Duration {
	span := 2 * time.Hour
	if !bound.Infinite {
		span = bound.D + tick
	}
	times := []time.Duration{from + span}
	for range s.rng.IntN(30) {
		times = append(times, from+s.upTo(span+span/4))
	}
	slices.Sort(times)
	return times
}

// A key just published is accepted within Lnew.
func TestSimulatedNewKeyLag(t *testing.T) {
	for run := range *simRuns {
		s := newScene(seeded(run))
		published := 20*time.Minute + s.upTo(time.Hour)
		s.origin.changes = []keyChange{{0, []int{oldKey}}, {published, []int{oldKey, newKey}}}
		bound := window.NewKeyLag(s.consumer.spec, s.freshness(published))
		if bound.High.Infinite {
			continue
		}
		s.load(published-10*time.Minute, published+bound.High.D)
		s.at(published-s.upTo(20*time.Minute)+s.upTo(bound.High.D), s.consumer.start)
		slack := s.onePerToken(published, bound)
		worst := time.Duration(-1)
		for _, at := range s.probeTimes(published, bound.High) {
			s.at(at, func() {
				if !s.consumer.accepts(newKey) {
					worst = s.now - published
				}
			})
			s.flood(at)
		}
		s.runUntil(published + 2*bound.High.D + 2*slack)
		if worst > bound.High.D+slack {
			t.Fatalf("run %d: a new key was refused after %v, want at most %v\n%s", run, worst, bound, s.describe())
		}
	}
}

// onePerToken keeps tokens coming to a consumer that has the new key only after
// it has refused one: the lag is then that of the next token.
func (s *scene) onePerToken(from time.Duration, bound window.Bound) (slack time.Duration) {
	r := s.consumer.spec.Refresh
	pushes := r.Mode == inventory.ModeControlPlane && r.UnknownKid.V
	if !s.consumer.traits.background && !r.UsesExpired && !pushes {
		return 0
	}
	step := bound.High.D/50 + time.Second
	for at := from; at < from+bound.High.D+2*step; at += step {
		s.at(at, func() { s.consumer.accepts(newKey) })
	}
	return 2 * step
}

// A removed key is refused within Lrem, in an outage within its longer form.
func TestSimulatedRemovedKeyLag(t *testing.T) {
	for run := range *simRuns {
		s := newScene(seeded(run))
		removed := 20*time.Minute + s.upTo(time.Hour)
		s.origin.changes = []keyChange{{0, []int{oldKey}}, {removed, []int{newKey}}}
		bound := window.RemovedKeyLag(s.consumer.spec, s.freshness(removed))
		if s.chance(2) {
			bound = window.RemovedKeyLagOutage(s.consumer.spec, s.freshness(removed))
			s.failAround(removed)
		}
		if bound.High.Infinite {
			continue
		}
		s.load(removed-10*time.Minute, removed+bound.High.D)
		s.at(removed-s.upTo(20*time.Minute)+s.upTo(bound.High.D), s.consumer.start)
		last := time.Duration(-1)
		for _, at := range s.probeTimes(removed, bound.High) {
			s.at(at, func() {
				if s.consumer.started && s.consumer.accepts(oldKey) {
					last = s.now - removed
				}
			})
			s.flood(at)
		}
		s.runUntil(removed + 2*bound.High.D)
		if last > bound.High.D {
			t.Fatalf("run %d: a removed key was accepted after %v, want at most %v\n%s", run, last, bound, s.describe())
		}
	}
}

// flood shows tokens with unknown kids, which delay nothing where a refetch
// brings the whole set (W10).
func (s *scene) flood(until time.Duration) {
	for range s.rng.IntN(3) {
		s.at(until-s.upTo(time.Minute), func() { s.consumer.accepts(1000) })
	}
}

// failAround makes the origin fail for a while, or for good, around a change.
func (s *scene) failAround(at time.Duration) {
	from := max(0, at-s.upTo(10*time.Minute)+s.upTo(10*time.Minute))
	to := from + s.upTo(40*time.Minute)
	if s.chance(3) {
		to = never
	}
	s.origin.outages = append(s.origin.outages, [2]time.Duration{from, to})
}

func (s *scene) describe() string {
	return fmt.Sprintf("caching %+v\ncaches %d\nrefresh %+v\ntraits %+v\noutages %v",
		s.origin.caching, len(s.caches), s.consumer.spec.Refresh, s.consumer.traits, s.origin.outages)
}
