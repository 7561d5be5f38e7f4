package window_test

import (
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// rotation is an issuer that rotates one line, its consumers and a poller.
type rotation struct {
	*scene
	consumers      []*simConsumer
	poller         *poller
	lifetime, skew window.Term
	d              window.Bound
	line           []lineKey
}

func newRotation(run int) *rotation {
	r := &rotation{scene: newScene(seeded(run))}
	r.lifetime = window.Exactly(window.TokenLifetime, r.upTo(2*time.Hour), inventory.Declared)
	r.skew = window.Exactly(window.Skew, r.upTo(5*time.Minute), inventory.Declared)
	r.poller = &poller{w: r.world, caching: r.origin.caching, hideAge: r.chance(3)}
	for range 1 + r.rng.IntN(2) { // edges that fill at different times make keys flap
		shield := source(r.origin)
		if r.chance(2) {
			shield = &httpCache{w: r.world, upstream: shield, caching: r.origin.caching, rounds: true}
		}
		r.poller.edges = append(r.poller.edges, &httpCache{w: r.world, upstream: shield, caching: r.origin.caching, rounds: true})
	}
	for range 1 + r.rng.IntN(3) {
		c := &simConsumer{w: r.world, source: r.consumer.source, caching: r.origin.caching, spec: randomConsumer(r.world)}
		c.spec.Refresh.HTTPCache = inventory.CacheIgnored
		c.spec.Refresh.Interval.V.D = max(c.spec.Refresh.Interval.V.D, time.Minute)
		c.spec.Refresh.UsesExpired = false // what refuses one token more is another test's
		c.spec.Refresh.UnknownKid.V = c.spec.Refresh.UnknownKid.V && c.spec.Refresh.Mode != inventory.ModeControlPlane
		c.traits = traits{countsAge: r.chance(2), push: r.upTo(c.spec.Refresh.PushDelay.V.D)}
		if !window.NewKeyLag(c.spec, r.freshness(0)).High.Infinite {
			r.consumers = append(r.consumers, c)
		}
	}
	return r
}

// specs lists what the auditor knows of the consumers.
func (r *rotation) specs() (specs []*inventory.Consumer) {
	for _, c := range r.consumers {
		specs = append(specs, c.spec)
	}
	return specs
}

// rotate lays out a line that satisfies W1 and W2 with what room it likes. What
// D is under a heuristic lifetime depends on how long the document stands, and
// that on D.
func (r *rotation) rotate(cadence, jitter time.Duration, keys int) {
	for age := 2 * cadence; ; age *= 2 {
		r.d, _ = window.Distribution(r.specs(), r.freshness(age))
		r.layOut(cadence, jitter, keys)
		publish(r.origin, r.line)
		if r.origin.greatestAge() <= age {
			return
		}
	}
}

func (r *rotation) layOut(cadence, jitter time.Duration, keys int) {
	r.line = nil
	keep := r.lifetime.High.D + r.skew.High.D
	generous := []time.Duration{0, cadence / 4, 3 * cadence}[r.rng.IntN(3)]
	active := r.d.High.D + generous
	for id := range keys {
		next := active + cadence - jitter/2 + r.upTo(jitter)
		k := lineKey{id: id + 1, active: active, retired: next}
		k.published = active - r.d.High.D - r.upTo(generous)
		k.removed = k.retired + keep + r.upTo(generous)
		if id > 0 && r.chance(5) {
			k.published = r.line[id-1].published // several at once
		}
		r.line, active = append(r.line, k), next
	}
}

func (r *rotation) end() time.Duration { return r.line[len(r.line)-1].retired }

func (r *rotation) poll(from, gap time.Duration) {
	for at := from; at < r.end(); at += gap {
		r.at(at+r.upTo(gap/3), r.poller.look)
	}
}

// An issuer that satisfies W1 and W2 is no violation of W3, whatever caches,
// outages and edges the polls went through, and each bracket holds its event.
func TestSimulatedSoundIssuerIsNoViolation(t *testing.T) {
	judged, sound := 0, 0
	for run := range *simRuns / 4 {
		r := newRotation(run)
		cadence := 10*time.Minute + r.upTo(8*time.Hour)
		r.rotate(cadence, cadence, 6)
		for r.chance(2) {
			r.failAround(r.upTo(r.end()))
		}
		r.poll(r.upTo(cadence), cadence/40+r.upTo(cadence))
		r.runUntil(r.end())
		for _, k := range r.line {
			old := r.poller.sight(k.id)
			if old.seen && !contains(old.published, k.published) || old.gone && !contains(old.removed, k.removed) {
				t.Fatalf("run %d: key %d published %v removed %v lies outside %+v\n%s", run, k.id, k.published, k.removed, old, r.describe())
			}
			if !old.gone {
				continue
			}
			o, ok := r.poller.overlap(old)
			if !ok {
				continue
			}
			judged++
			j := window.JudgeOverlap(o, r.d, r.lifetime, r.skew)
			if j.Verdict == window.Violation {
				t.Fatalf("run %d: key %d of a sound issuer: %v\n%+v\n%s", run, k.id, j, r.line, r.describe())
			}
			if j.Verdict == window.Sound {
				sound++
			}
		}
	}
	if judged < *simRuns/4 || sound < judged/10 {
		t.Fatalf("%d overlaps judged, %d found sound: too few to mean anything", judged, sound)
	}
}

// An overlap that falls short of D + L + S by more than its bracket is found.
func TestSimulatedShortOverlapIsFound(t *testing.T) {
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
		old := r.poller.sight(oldKey)
		if !old.seen || !old.gone {
			t.Fatalf("run %d: the polls missed the rotation\n%s", run, r.describe())
		}
		o, ok := r.poller.overlap(old)
		if !ok {
			continue // old was gone before any poll saw new: nothing replaced it for all they tell
		}
		j := window.JudgeOverlap(o, r.d, r.lifetime, r.skew)
		if width := o.High.D - o.Low.D; short > width && j.Verdict != window.Violation {
			t.Fatalf("run %d: an overlap short by %v, seen within %v: %v\n%s", run, short, width, j, r.describe())
		}
		if j.Verdict == window.Violation {
			found++
		}
	}
	if found < *simRuns/40 {
		t.Fatalf("%d short overlaps found: too few to mean anything", found)
	}
}

// Behind W1 and W2 stands a promise: no consumer ever refuses a valid token.
func TestSimulatedSoundIssuerLosesNoToken(t *testing.T) {
	shown := 0
	for run := range *simRuns / 4 {
		r := newRotation(run)
		cadence := 10*time.Minute + r.upTo(4*time.Hour)
		r.rotate(cadence, cadence, 4)
		for _, c := range r.consumers {
			r.at(r.line[0].active+r.upTo(r.end()/2), c.start)
			for range 40 {
				k := r.line[r.rng.IntN(len(r.line))]
				signed := k.active + r.upTo(k.retired-k.active-tick)
				at := signed + r.upTo(r.lifetime.High.D+r.skew.High.D-tick)
				r.at(at, func() {
					shown++
					if !c.accepts(k.id) {
						t.Fatalf("run %d: at %v a consumer refused a token of key %+v\n%+v\nD = %v\n%s", run, at, k, c.spec.Refresh, r.d, r.describe())
					}
				})
			}
		}
		r.load(0, r.end())
		r.runUntil(r.end())
	}
	if shown < *simRuns {
		t.Fatalf("%d tokens shown: too few to mean anything", shown)
	}
}
