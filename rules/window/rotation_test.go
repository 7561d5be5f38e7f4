package window_test

import (
	"math"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

func lazy(interval time.Duration) *inventory.Consumer {
	return consumer(inventory.Refresh{Mode: inventory.ModeLazy, Interval: vendor(interval), UnknownKid: no()})
}

func observed(name string, d time.Duration) window.Term {
	return window.Exactly(name, d, inventory.Observed)
}

func declared(name string, d time.Duration) window.Term {
	return window.Exactly(name, d, inventory.Declared)
}

func TestDistribution(t *testing.T) {
	f := headers("Cache-Control: max-age=300")
	never := consumer(inventory.Refresh{Mode: inventory.ModeStartupOnce})
	unsure := lazy(time.Minute)
	unsure.Refresh.Interval = inventory.Value[inventory.Span]{}

	d, infinite := window.Distribution([]*inventory.Consumer{lazy(time.Minute), never, lazy(10 * time.Minute)}, f)
	equal(t, d.String(), "15m = http_cache 5m (observed) + interval 10m (vendor-default) + push_delay 0s (vendor-default)")
	if len(infinite) != 1 || infinite[0] != never {
		t.Errorf("%d consumers never accept a new key, want the one that starts once", len(infinite))
	}
	// One of which nothing is known makes D no shorter, and no surer.
	d, _ = window.Distribution([]*inventory.Consumer{lazy(10 * time.Minute), unsure}, f)
	equal(t, d.String(), "15m to unbounded from http_cache 5m (observed) + interval 10m (vendor-default) + push_delay 0s (vendor-default)")

	const assumed = "0s to 2h5m = http_cache 0s to 5m (assumed) + catalogue_lag 0s to 2h (assumed)"
	d, _ = window.Distribution(nil, f)
	equal(t, d.String(), assumed)
	d, infinite = window.Distribution([]*inventory.Consumer{never}, f)
	equal(t, d.String(), assumed)
	if len(infinite) != 1 {
		t.Errorf("%d consumers never accept a new key, want 1", len(infinite))
	}
}

func TestLifetimeAndSkew(t *testing.T) {
	policy := inventory.DefaultPolicy()
	known := func(d time.Duration, from inventory.Provenance) *inventory.Consumer {
		c := lazy(time.Minute)
		c.Checks.Skew = inventory.Value[time.Duration]{V: d, From: from}
		return c
	}
	equal(t, window.TokenLifetimeOf(policy).String(), "token_lifetime 1h (assumed)")
	equal(t, window.SkewOf(nil, policy).String(), "skew 1m (assumed)")
	equal(t, window.SkewOf([]*inventory.Consumer{known(0, inventory.Explicit), known(5*time.Minute, inventory.VendorDefault)}, policy).String(), "skew 5m (vendor-default)")
	equal(t, window.SkewOf([]*inventory.Consumer{known(0, inventory.Explicit), known(time.Hour, inventory.Unresolved)}, policy).String(), "skew 1m (assumed)")
}

func TestLeadRetentionAndOverlap(t *testing.T) {
	d, _ := window.Distribution([]*inventory.Consumer{lazy(10 * time.Minute)}, headers("Cache-Control: no-store"))
	cases := []struct {
		name string
		got  window.Judgement
		want window.Verdict
	}{
		{"lead below D", window.JudgeLead(observed(window.Lead, 9*time.Minute), d), window.Violation},
		{"lead of D", window.JudgeLead(observed(window.Lead, 10*time.Minute), d), window.Sound},
		{"lead below 3 D", window.JudgeComfort(observed(window.Lead, 29*time.Minute), d), window.Violation},
		{"lead of 3 D", window.JudgeComfort(observed(window.Lead, 30*time.Minute), d), window.Sound},
		{"retention", window.JudgeRetention(observed(window.Retention, 61*time.Minute), declared(window.TokenLifetime, time.Hour), declared(window.Skew, time.Minute)), window.Sound},
		{"retention without the skew", window.JudgeRetention(observed(window.Retention, time.Hour), declared(window.TokenLifetime, time.Hour), declared(window.Skew, time.Minute)), window.Violation},
		{"overlap", window.JudgeOverlap(observed(window.Overlap, 71*time.Minute), d, declared(window.TokenLifetime, time.Hour), declared(window.Skew, time.Minute)), window.Sound},
		{"overlap without the skew", window.JudgeOverlap(observed(window.Overlap, 70*time.Minute), d, declared(window.TokenLifetime, time.Hour), declared(window.Skew, time.Minute)), window.Violation},
		{"brackets as wide as the need", window.JudgeOverlap(between(0, 71, inventory.Observed), d, declared(window.TokenLifetime, time.Hour), declared(window.Skew, time.Minute)), window.Suspect},
		{"brackets wider than the need", window.JudgeOverlap(between(0, 72, inventory.Observed), d, declared(window.TokenLifetime, time.Hour), declared(window.Skew, time.Minute)), window.Unknown},
		{"no known consumer, overlap below L", window.JudgeOverlap(observed(window.Overlap, time.Minute), assumedD(), declared(window.TokenLifetime, time.Hour), declared(window.Skew, 0)), window.Violation},
		{"no known consumer, overlap of L", window.JudgeOverlap(observed(window.Overlap, time.Hour), assumedD(), declared(window.TokenLifetime, time.Hour), declared(window.Skew, 0)), window.Suspect},
	}
	for _, c := range cases {
		if c.got.Verdict != c.want {
			t.Errorf("%s: %v, want %v: %v", c.name, c.got.Verdict, c.want, c.got)
		}
	}
	equal(t, cases[1].got.String(), "10m = lead 10m (observed) >= 10m = http_cache 0s (observed) + interval 10m (vendor-default) + push_delay 0s (vendor-default)")
	if from := window.Sum(cases[10].got.Terms()...).From(); from != inventory.Declared {
		t.Errorf("a claim that needs no consumer rests on %v, want declared", from)
	}
}

func assumedD() window.Bound {
	d, _ := window.Distribution(nil, headers("Cache-Control: no-store"))
	return d
}

// W3 presumes that somebody signs at all times. A signer that pauses satisfies
// W1 and W2 with any overlap, and no look from outside can tell: found by the
// simulation, and the reason why it hands over without a pause.
func TestPausedSignerCannotBeTold(t *testing.T) {
	d, _ := window.Distribution([]*inventory.Consumer{lazy(10 * time.Minute)}, headers("Cache-Control: no-store"))
	l, s := declared(window.TokenLifetime, time.Hour), declared(window.Skew, 0)
	// Old signs last on Friday; new appears on Saturday, an hour before old goes, and signs from Monday.
	lead, retention, overlap := observed(window.Lead, 2*day), observed(window.Retention, day), observed(window.Overlap, time.Hour)
	if w1, w2 := window.JudgeLead(lead, d).Verdict, window.JudgeRetention(retention, l, s).Verdict; w1 != window.Sound || w2 != window.Sound {
		t.Errorf("W1 %v, W2 %v, want both sound", w1, w2)
	}
	if w3 := window.JudgeOverlap(overlap, d, l, s).Verdict; w3 != window.Violation {
		t.Errorf("W3 %v: update the documentation of JudgeOverlap", w3)
	}
}

func TestExposureAfterRemoval(t *testing.T) {
	f := headers("Cache-Control: max-age=60, stale-if-error=540")
	l, s := declared(window.TokenLifetime, time.Hour), declared(window.Skew, time.Minute)
	poll := consumer(inventory.Refresh{Mode: inventory.ModePoll, Interval: vendor(5 * time.Minute), StaleOnError: vendor(day)})
	forgetful := consumer(inventory.Refresh{Mode: inventory.ModeMissOnly})
	cases := []struct {
		name       string
		consumers  []*inventory.Consumer
		token, key string
	}{
		{"short-lived copies", []*inventory.Consumer{lazy(5 * time.Minute)}, "15m", "15m"},
		{"an outage counts", []*inventory.Consumer{lazy(5 * time.Minute), poll}, "1h1m", "1d15m"},
		{"one that never drops a key", []*inventory.Consumer{poll, forgetful}, "1h1m", "unbounded"},
		{"nobody known", nil, "0s to 1h1m", "0s to unbounded"},
	}
	for _, c := range cases {
		got := window.ExposureAfterRemoval(c.consumers, f, l, s)
		if got.Token.Range() != c.token || got.Key.Range() != c.key {
			t.Errorf("%s: token %v, key %v; want %s, %s", c.name, got.Token, got.Key, c.token, c.key)
		}
	}
	equal(t, window.EncryptionKeyRetention([]*inventory.Consumer{poll}, f, declared(window.MessageLifetime, time.Hour)).Range(), "1h6m")
}

// Without a standby key, consumers that do not refetch break at each rotation (W7).
func TestUnprepared(t *testing.T) {
	f := headers("Cache-Control: no-store")
	never := consumer(inventory.Refresh{Mode: inventory.ModeStatic})
	unsure := lazy(time.Hour)
	unsure.Refresh.UnknownKid = inventory.Value[bool]{}
	got := window.Unprepared([]*inventory.Consumer{
		lazy(10 * time.Minute), never, unsure,
		consumer(inventory.Refresh{Mode: inventory.ModePerRequest}),
		consumer(inventory.Refresh{Mode: inventory.ModeMissOnly}),
		consumer(inventory.Refresh{Mode: inventory.ModeLazy, Interval: vendor(time.Hour), UnknownKid: yes()}),
	}, f)
	if len(got) != 2 || got[0].Bound.Range() != "10m" || got[1].Consumer != never {
		t.Errorf("%v, want the one with an interval of 10m and the static one", got)
	}
}

func TestCopyAge(t *testing.T) {
	f := headers("Cache-Control: max-age=600")
	alone, ok := window.CopyAge(nil, f)
	if !ok {
		t.Error("the endpoint alone was not judged")
	}
	equal(t, alone.String(), "10m = http_cache 10m (observed)")
	age, ok := window.CopyAge(lazy(time.Hour), f)
	if !ok {
		t.Error("a consumer without refetch was not judged")
	}
	equal(t, age.Range(), "1h10m")
	if _, ok := window.CopyAge(consumer(inventory.Refresh{Mode: inventory.ModeMissOnly}), f); ok {
		t.Error("a consumer that refetches was judged")
	}
	equal(t, window.AtMost(age, window.Sum(observed(window.Cadence, time.Hour))).Verdict.String(), "violation")
	equal(t, window.AtMost(age, window.Sum(observed(window.Overlap, 2*time.Hour))).Verdict.String(), "sound")
}

func TestPublishedKeys(t *testing.T) {
	need := func(low, high time.Duration) window.Bound {
		return window.Sum(window.Term{Name: window.TokenLifetime, Low: inventory.For(low), High: inventory.For(high)})
	}
	pace := func(low, high time.Duration) window.Term {
		return window.Term{Name: window.Cadence, Low: inventory.For(low), High: inventory.For(high)}
	}
	cases := []struct {
		name string
		got  window.Count
		want window.Count
	}{
		{"a day of tokens, a key every six hours", window.PublishedKeys(need(24*time.Hour, 24*time.Hour), pace(6*time.Hour, 6*time.Hour)), window.Count{Least: 5, Most: 5}},
		{"in between", window.PublishedKeys(need(25*time.Hour, 25*time.Hour), pace(6*time.Hour, 6*time.Hour)), window.Count{Least: 5, Most: 6}},
		{"the ends that widen", window.PublishedKeys(need(24*time.Hour, 25*time.Hour), pace(5*time.Hour, 7*time.Hour)), window.Count{Least: 4, Most: 6}},
		{"nothing to keep", window.PublishedKeys(need(0, 0), pace(time.Hour, time.Hour)), window.Count{Least: 1, Most: 1}},
		{"no end", window.PublishedKeys(window.Sum(between(60, -1, inventory.Unknown)), pace(time.Hour, time.Hour)), window.Count{Least: 2, Most: math.MaxInt}},
		{"no more than can be counted", window.PublishedKeys(need(math.MaxInt64, math.MaxInt64), pace(1, 1)), window.Count{Least: math.MaxInt, Most: math.MaxInt}},
		{"no pace", window.PublishedKeys(need(time.Hour, time.Hour), window.Term{}), window.Count{Least: 1, Most: math.MaxInt}},
	}
	for _, c := range cases {
		if c.got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, c.got, c.want)
		}
	}
	count := window.Count{Least: 2, Most: 3}
	for published, want := range map[int][2]bool{1: {true, false}, 2: {}, 4: {}, 5: {false, true}} {
		if got := [2]bool{count.Few(published), count.Unpurged(published)}; got != want {
			t.Errorf("%d keys of 2 to 3: few, unpurged %v, want %v", published, got, want)
		}
	}
	if (window.Count{Least: 1, Most: math.MaxInt}).Unpurged(math.MaxInt) {
		t.Error("too many without a bound")
	}
}

func TestCadenceOf(t *testing.T) {
	every := func(minutes ...int) (out []window.Bracket) {
		for _, m := range minutes {
			out = append(out, window.Bracket{After: at(m - 10), By: at(m)})
		}
		return out
	}
	r, ok := window.CadenceOf(every(60, 120, 180, 240), 10*time.Minute)
	if !ok {
		t.Fatal("a steady pace was not told")
	}
	equal(t, r.String(), "cadence 50m to 1h10m (observed)")
	for name, c := range map[string]struct {
		publications []window.Bracket
		gap          time.Duration
	}{
		"three publications": {every(60, 120, 180), 10 * time.Minute},
		"coarse polls":       {every(60, 120, 180, 240), 21 * time.Minute},
		"spread by 25 %":     {every(60, 120, 180, 255), 10 * time.Minute},
		"all at once":        {every(60, 60, 60, 60), 0},
	} {
		if r, ok := window.CadenceOf(c.publications, c.gap); ok {
			t.Errorf("%s: %v", name, r)
		}
	}
}

func TestCadenceFloor(t *testing.T) {
	need := window.Sum(between(60, 90, inventory.Declared))
	equal(t, window.CadenceFloor(need, 2).Range(), "1h to 1h30m")
	equal(t, window.CadenceFloor(need, 4).Range(), "20m to 30m")
	equal(t, window.CadenceFloor(need, 1).Range(), "unbounded")
	equal(t, window.CadenceFloor(window.Sum(between(1, -1, inventory.Unknown)), 3).Range(), "30s to unbounded")
	equal(t, window.CadenceFloor(window.Sum(observed(window.Skew, 3)), 3).Range(), "1ns to 2ns")
}
