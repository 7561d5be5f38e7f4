package window_test

import (
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Only what is certain counts: a gap of unknown length adds no fetch, nor does one
// without end, nor a consumer that fetches as often as tokens come.
func TestFetchesPerMinute(t *testing.T) {
	lazy := consumer(inventory.Refresh{Mode: inventory.ModeLazy, HTTPCache: inventory.CacheIgnored, Interval: vendor(30 * time.Second)})
	hasura := consumer(inventory.Refresh{Mode: inventory.ModePoll, HTTPCache: inventory.CacheSoleSource})
	for name, test := range map[string]struct {
		consumers []*inventory.Consumer
		headers   *window.Freshness
		want      float64
	}{
		"interval":        {[]*inventory.Consumer{lazy, lazy}, nil, 4},
		"no-cache":        {[]*inventory.Consumer{hasura}, headers("Cache-Control: no-cache"), 60},
		"max-age":         {[]*inventory.Consumer{hasura, lazy}, headers("Cache-Control: max-age=120"), 2.5},
		"no headers":      {[]*inventory.Consumer{hasura}, headers(), 0},
		"unknown":         {[]*inventory.Consumer{{Refresh: inventory.Refresh{Mode: inventory.ModeLazy}}}, nil, 0},
		"each token":      {[]*inventory.Consumer{consumer(inventory.Refresh{Mode: inventory.ModePerRequest})}, nil, 0},
		"on a miss alone": {[]*inventory.Consumer{consumer(inventory.Refresh{Mode: inventory.ModeMissOnly})}, nil, 0},
	} {
		var gaps []window.Term
		for _, c := range test.consumers {
			gaps = append(gaps, window.FetchGap(c, test.headers))
		}
		if got := window.FetchesPerMinute(gaps); got != test.want {
			t.Errorf("%s: %v fetches a minute by %v, want %v", name, got, gaps, test.want)
		}
	}
}

// A consumer in the simulated world asks at least as often as that.
func TestSimulatedFetches(t *testing.T) {
	measured := 0
	for run := range *simRuns / 3 {
		s := newScene(seeded(run))
		s.origin.changes = []keyChange{{0, []int{oldKey}}}
		asked := &counted{source: s.origin}
		s.consumer.source = asked
		s.consumer.spec.Refresh.Verdicts.V = inventory.For(0) // the tokens are new ones
		gap := window.FetchGap(s.consumer.spec, s.freshness(0))
		if least := window.FetchesPerMinute([]window.Term{gap}); least > 0 {
			measured++
			span, step := 20*gap.High.D, gap.High.D/10+tick
			s.at(0, s.consumer.start)
			for at := time.Duration(0); at < span; at += step {
				s.at(at, func() { s.consumer.accepts(oldKey) })
			}
			s.runUntil(span)
			// A lazy consumer fetches with the first token after its copy's end. A timer
			// leaves a second between fetches at least.
			if want := int(span/(max(gap.High.D, time.Second)+step)) - 1; asked.times < want {
				t.Fatalf("run %d: asked %d times in %v, want at least %d by %v\n%s", run, asked.times, span, want, gap, s.describe())
			}
		}
	}
	if measured < *simRuns/12 {
		t.Fatalf("%d consumers measured: too few to mean anything", measured)
	}
}

// counted is a source that counts how often it is asked.
type counted struct {
	source
	times int
}

func (c *counted) fetch() (snapshot, bool) {
	c.times++
	return c.source.fetch()
}
