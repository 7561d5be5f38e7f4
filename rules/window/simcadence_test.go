package window_test

import (
	"slices"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/rules/window"
)

// What an issuer of a steady cadence does with its keys.
const (
	keepsThem = iota
	cutsOver
	neverPurges
)

// steady lays out a line of that cadence, with a key's lead and retention as
// D + L + S asks for or as a fault has them, and gives when half of it is over.
func (r *rotation) steady(cadence time.Duration, fault int) (half time.Duration) {
	r.rotate(cadence, cadence/10, 12)
	half = r.line[len(r.line)/2].active
	for i := range r.line {
		k := &r.line[i]
		switch fault {
		case cutsOver: // published when first used, gone when the next is
			k.published, k.removed = k.active, k.retired
		case neverPurges:
			k.removed = never
		default:
			k.published = k.active - r.d.High.D - r.upTo(cadence/4)
			k.removed = k.retired + r.lifetime.High.D + r.skew.High.D + r.upTo(cadence/4)
		}
	}
	by := max(0, -r.line[0].published)
	for i := range r.line {
		k := &r.line[i]
		k.published, k.active, k.retired, k.removed = k.published+by, k.active+by, k.retired+by, min(k.removed+by, never)
	}
	publish(r.origin, r.line)
	return half + by
}

// The count of W5 holds for every poll of a steady issuer, however polls and
// edges scatter what they see; issuers that cut over or never purge are found.
func TestSimulatedNumberOfPublishedKeys(t *testing.T) {
	var steady, few, unpurged int
	for run := range *simRuns / 4 {
		r := newRotation(run)
		cadence := 40*time.Minute + r.upTo(3*time.Hour)
		fault := r.rng.IntN(3)
		half := r.steady(cadence, fault)
		gap := cadence/40 + r.upTo(cadence/20)
		r.poll(0, gap)
		r.runUntil(r.line[len(r.line)-2].active)
		pace, ok := window.CadenceOf(r.poller.publications(), gap+gap/3)
		if !ok {
			continue
		}
		steady++
		count := window.PublishedKeys(r.d.Plus(r.lifetime, r.skew), pace)
		tooFew, tooMany := r.poller.counts(half, count)
		wrong := map[int]bool{
			keepsThem:   tooFew > 0 || tooMany > 0,
			cutsOver:    tooFew == 0 && count.Least > 2,
			neverPurges: tooMany == 0 && count.Most < 5,
		}
		if wrong[fault] {
			t.Fatalf("run %d, fault %d: too few keys in %d polls, too many in %d, by %+v at %v\n%s",
				run, fault, tooFew, tooMany, count, pace, r.describe())
		}
		few, unpurged = few+min(tooFew, 1), unpurged+min(tooMany, 1)
	}
	if steady < *simRuns/40 || few == 0 || unpurged == 0 {
		t.Fatalf("%d steady lines, %d with few and %d with unpurged keys: too few to mean anything", steady, few, unpurged)
	}
}

// publications brackets every poll at which new keys appear.
func (p *poller) publications() (out []window.Bracket) {
	known := make(map[int]bool)
	for i, q := range p.polls {
		fresh := slices.ContainsFunc(q.keys, func(key int) bool { return !known[key] })
		for _, key := range q.keys {
			known[key] = true
		}
		if fresh && i > 0 {
			out = append(out, window.Bracketed(p.polls[i-1].Poll, q.Poll))
		}
	}
	return out
}

func (p *poller) counts(from time.Duration, count window.Count) (tooFew, tooMany int) {
	for _, q := range p.polls {
		if q.Time.Before(epoch().Add(from)) {
			continue
		}
		if count.Few(len(q.keys)) {
			tooFew++
		}
		if count.Unpurged(len(q.keys)) {
			tooMany++
		}
	}
	return tooFew, tooMany
}
