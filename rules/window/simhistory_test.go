package window_test

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/rules/timeline"
	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// What package timeline concludes from the polls of the simulated world. It is
// attacked here, where that world is.

// history reads the polls of a poller as a scan would.
func (r *rotation) history() *timeline.History {
	sets := map[string]*inventory.KeySet{}
	line := &inventory.Timeline{URL: "https://idp.example.com/jwks"}
	for _, q := range r.poller.polls {
		id := fmt.Sprint(q.keys)
		if sets[id] == nil {
			sets[id] = keySet(q.keys)
		}
		line.Polls = append(line.Polls, inventory.Poll{Time: q.Time, Status: 200, Keys: sets[id], Caching: inventory.CachingOf(q.header)})
	}
	return timeline.Read(line, timeline.Demand{
		Consumers: r.specs(), Lifetime: r.lifetime, Skew: r.skew,
		Signs: func(*inventory.Key) bool { return true },
	})
}

func keySet(ids []int) *inventory.KeySet {
	set := &inventory.KeySet{}
	for _, id := range ids {
		name := strconv.Itoa(id)
		set.Keys = append(set.Keys, inventory.Key{Kty: "EC", Crv: "P-256", Alg: "ES256", Kid: name, Thumbprint: name})
	}
	return set
}

func kinds(h *timeline.History) map[timeline.Kind]int {
	n := map[timeline.Kind]int{}
	for _, e := range h.Events {
		n[e.Kind]++
	}
	return n
}

// A sound issuer gives no event that accuses it, whatever caches, outages and edges
// its polls went through; and every key's brackets hold what happened.
func TestSimulatedSoundIssuerHasACleanHistory(t *testing.T) {
	overlaps := 0
	for run := range *simRuns / 4 {
		r := newRotation(run)
		cadence := 10*time.Minute + r.upTo(8*time.Hour)
		r.rotate(cadence, cadence, 6)
		for r.chance(2) {
			r.failAround(r.upTo(r.end()))
		}
		r.poll(r.upTo(cadence), cadence/40+r.upTo(cadence))
		r.runUntil(r.end())
		h := r.history()
		n := kinds(h)
		if r.origin.returns() {
			n[timeline.Divergent] = 0 // in its polls nothing tells that from replicas
		}
		for _, kind := range []timeline.Kind{
			timeline.Divergent, timeline.Resurrected, timeline.KidRebound, timeline.SameKeyNewKid,
		} {
			if n[kind] > 0 {
				t.Fatalf("run %d: %s of a sound issuer\n%+v\n%s", run, kind, r.line, r.describe())
			}
		}
		for _, o := range h.Overlaps {
			overlaps++
			if o.Judgement.Verdict == window.Violation {
				t.Fatalf("run %d: key %s of a sound issuer: %v\n%+v\n%s", run, o.Old.Thumbprint, o.Judgement, r.line, r.describe())
			}
		}
		for _, k := range r.line {
			for _, key := range h.Keys {
				if key.Thumbprint != strconv.Itoa(k.id) {
					continue
				}
				if !contains(key.Published(), k.published) || key.Gone() && !contains(key.Removed(), k.removed) {
					t.Fatalf("run %d: %+v lies outside %+v\n%s", run, k, key, r.describe())
				}
			}
		}
	}
	if overlaps < *simRuns/4 {
		t.Fatalf("%d overlaps: too few to mean anything", overlaps)
	}
}

// returns reports whether the origin itself publishes a set again that it had left.
func (o *origin) returns() bool {
	seen := map[string]bool{}
	for i, c := range o.changes {
		id := fmt.Sprint(c.keys)
		if seen[id] && id != fmt.Sprint(o.changes[i-1].keys) {
			return true
		}
		seen[id] = true
	}
	return false
}

// balancer sends requests to one of two replicas, and to neither six times in a row.
type balancer struct {
	w         *world
	replicas  [2]source
	last, row int
}

func (b *balancer) fetch() (snapshot, bool) {
	next := b.w.rng.IntN(2)
	if next == b.last && b.row == 5 {
		next = 1 - b.last
	}
	if next != b.last {
		b.row = 0
	}
	b.last, b.row = next, b.row+1
	return b.replicas[next].fetch()
}

// Replicas that publish different sets are one divergence, not a rotation a poll. A
// long row of answers from one of them, before anything came back, may look like a
// removal for once.
func TestSimulatedReplicasAreOneDivergence(t *testing.T) {
	found := 0
	for run := range *simRuns / 4 {
		r := newRotation(run)
		r.origin.changes = []keyChange{{0, []int{oldKey}}}
		other := &origin{w: r.world, caching: r.origin.caching, changes: []keyChange{{0, []int{oldKey}}}}
		begins, ends := time.Hour*24, time.Hour*24*(3+time.Duration(r.rng.IntN(5)))
		other.changes = append(other.changes, keyChange{begins, [][]int{{newKey}, {oldKey, newKey}}[r.rng.IntN(2)]}, keyChange{ends, []int{oldKey}})
		r.poller.edges = []source{&balancer{w: r.world, replicas: [2]source{r.origin, other}}}
		gap := 10*time.Minute + r.upTo(5*time.Hour)
		for at := time.Duration(0); at < 12*24*time.Hour; at += gap {
			r.at(at+r.upTo(gap/3), r.poller.look)
		}
		r.runUntil(12 * 24 * time.Hour)
		n := kinds(r.history())
		if n[timeline.Divergent] > 1 || n[timeline.Resurrected] > 2 || n[timeline.KeyAdded] > 1 || n[timeline.KeyRemoved] > 3 {
			t.Fatalf("run %d: %v of two replicas, polled every %v\n%s", run, n, gap, r.describe())
		}
		found += n[timeline.Divergent]
	}
	if found < *simRuns/8 {
		t.Fatalf("%d divergences found: too few to mean anything", found)
	}
}

// An overlap that falls short by more than its brackets is found in the history too.
func TestSimulatedShortOverlapStandsInTheHistory(t *testing.T) {
	found := 0
	for run := range *simRuns / 4 {
		r := newRotation(run)
		r.d, _ = window.Distribution(r.specs(), r.freshness(4*time.Hour))
		need := r.d.Plus(r.lifetime, r.skew)
		start := 4 * time.Hour
		short := r.upTo(need.Low.D + time.Hour)
		r.line = []lineKey{
			{id: oldKey, removed: start + need.Low.D - short},
			{id: newKey, published: start, retired: start + 2*need.High.D + 12*time.Hour, removed: never},
		}
		publish(r.origin, r.line)
		r.poll(0, 5*time.Minute+r.upTo(2*time.Hour))
		r.runUntil(r.end())
		for _, o := range r.history().Overlaps {
			width := o.Seen.High.D - o.Seen.Low.D
			if short > width && o.Judgement.Verdict != window.Violation {
				t.Fatalf("run %d: an overlap short by %v, seen within %v: %v\n%s", run, short, width, o.Judgement, r.describe())
			}
			if o.Judgement.Verdict == window.Violation {
				found++
			}
		}
	}
	if found < *simRuns/40 {
		t.Fatalf("%d short overlaps found: too few to mean anything", found)
	}
}
