package window_test

import (
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Once its fetches fail, a consumer goes on verifying for a time within its outage
// tolerance: no shorter than the lower end, no longer than the upper.
func TestSimulatedOutageTolerance(t *testing.T) {
	measured := 0
	for run := range *simRuns {
		s := newScene(seeded(run))
		s.consumer.source = s.origin // its fetches fail when the origin does
		s.consumer.spec.Refresh.UsesExpired = false
		s.consumer.spec.Refresh.Verdicts = inventory.Value[inventory.Span]{From: inventory.Explicit} // each token is verified
		s.consumer.spec.Refresh.MergesSets = false
		if s.consumer.mode() == inventory.ModePerRequest {
			s.consumer.spec.Refresh.StaleOnError.V = inventory.For(0) // it has nothing to keep
		}
		s.origin.changes = []keyChange{{0, []int{oldKey}}}
		down := 20*time.Minute + s.upTo(time.Hour)
		s.origin.outages = [][2]time.Duration{{down, never}}
		f := s.freshness(down)
		bound := window.OutageTolerance(s.consumer.spec, f)
		if s.consumer.mode() == inventory.ModeStatic || bound.Low.Infinite {
			continue
		}
		started := down - s.upTo(20*time.Minute) - tick
		s.at(started, s.consumer.start)
		for at := started; at < down; at += 10 * time.Second { // an idle copy may have ended long before
			s.at(at, func() { s.consumer.accepts(oldKey) })
		}
		last := down
		horizon := 2 * time.Hour
		if !bound.High.Infinite {
			horizon = bound.High.D
		}
		step := horizon/300 + time.Second
		refused := never
		for at := down; at <= down+horizon+2*step; at += step {
			s.at(at, func() {
				if s.consumer.accepts(oldKey) {
					last = s.now
				} else {
					refused = min(refused, s.now)
				}
			})
		}
		s.runUntil(down + horizon + 3*step)
		push := s.consumer.spec.Refresh.PushDelay.V.D
		if !bound.High.Infinite && last-down > bound.High.D+push+step {
			t.Fatalf("run %d: verified for %v after fetches began to fail, want at most %v\n%s", run, last-down, bound, s.describe())
		}
		if refused-down < bound.Low.D-step-10*time.Second {
			t.Fatalf("run %d: refused %v after fetches began to fail, want at least %v\n%s", run, refused-down, bound, s.describe())
		}
		measured++
	}
	if measured < *simRuns/4 {
		t.Fatalf("%d outages measured: too few to mean anything", measured)
	}
}
