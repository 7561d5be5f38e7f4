package window_test

import (
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// The bounds are no looser than they must be: events lined up against a
// consumer reach them. A cache takes its copy just before the change and hands
// it out just before it may no longer; the consumer fetches then.

// linedUp is a scene of one HTTP cache that is all that stands before a
// consumer, with headers that no two caches read differently.
func linedUp(run int) *scene {
	s := newScene(seeded(run))
	age := func() time.Duration { return s.upTo(10 * time.Minute).Truncate(time.Second) }
	s.origin.caching = caching{sMaxAge: -1, maxAge: age(), swr: age(), sie: age(), mustRevalidate: s.chance(4)}
	s.caches = []*httpCache{{w: s.world, upstream: s.origin, caching: s.origin.caching, slow: true}}
	s.consumer.source, s.consumer.caching = s.caches[0], s.origin.caching
	refresh := &s.consumer.spec.Refresh
	refresh.MergesSets, refresh.UsesExpired = false, false
	if refresh.HTTPCache == inventory.CacheUnknown {
		refresh.HTTPCache = inventory.CacheIgnored
	}
	s.consumer.traits = traits{countsAge: s.chance(2), push: refresh.PushDelay.V.D}
	return s
}

const change = time.Hour

func TestSimulatedNewKeyLagIsReached(t *testing.T) {
	for run := range *simRuns / 3 {
		s := linedUp(run)
		s.origin.changes = []keyChange{{0, []int{oldKey}}, {change, []int{oldKey, newKey}}}
		f := s.freshness(change)
		bound := window.NewKeyLag(s.consumer.spec, f)
		if bound.High.Infinite {
			continue
		}
		lastCopy := change + f.E().High.D - tick
		s.at(change-tick, func() { s.caches[0].fetch() })
		s.at(lastCopy-tick, s.consumer.start)
		refused := time.Duration(0)
		step := bound.High.D/200 + tick
		for at := lastCopy; at <= change+bound.High.D; at += step { // the first burns the cooldown
			s.at(at, func() {
				if !s.consumer.accepts(newKey) {
					refused = s.now - change
				}
			})
		}
		s.runUntil(change + 2*bound.High.D)
		if refused < bound.Low.D-step-3*tick {
			t.Fatalf("run %d: a new key was refused for %v only, want %v\n%s", run, refused, bound, s.describe())
		}
	}
}

func TestSimulatedRemovedKeyLagIsReached(t *testing.T) {
	for run := range *simRuns / 3 {
		s := linedUp(run)
		s.origin.changes = []keyChange{{0, []int{oldKey}}, {change, []int{newKey}}}
		f, refresh := s.freshness(change), s.consumer.spec.Refresh
		age, bound, keeps := f.E(), window.RemovedKeyLag(s.consumer.spec, f), time.Duration(0)
		if s.chance(2) {
			s.origin.outages = [][2]time.Duration{{change, never}}
			age, bound, keeps = f.EOutage(), window.RemovedKeyLagOutage(s.consumer.spec, f), refresh.StaleOnError.V.D
		}
		if bound.High.Infinite || refresh.Mode == inventory.ModePerRequest {
			continue
		}
		s.at(change-tick, func() { s.caches[0].fetch() })
		lastCopy := change + age.High.D - tick
		s.at(lastCopy, s.consumer.start)
		// The stolen token is shown for the first time when the consumer is about to drop the key.
		shown := change + bound.Low.D - refresh.Verdicts.V.D - 3*tick
		accepted := time.Duration(0)
		step := bound.High.D/200 + tick
		for at := max(shown, lastCopy); at <= change+bound.High.D; at += step {
			s.at(at, func() {
				if s.consumer.accepts(oldKey) {
					accepted = s.now - change
				}
			})
		}
		s.runUntil(change + 2*bound.High.D)
		if accepted < bound.Low.D-step-5*tick {
			t.Fatalf("run %d: a removed key was accepted for %v only, want %v (kept %v in an outage)\n%s",
				run, accepted, bound, keeps, s.describe())
		}
	}
}
