package window_test

import (
	"math"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// between is a term of minutes; a negative high has no end.
func between(low, high int, from inventory.Provenance) window.Term {
	t := window.Term{Name: "test", Low: inventory.For(time.Duration(low) * time.Minute), From: from}
	t.High = inventory.For(time.Duration(high) * time.Minute)
	if high < 0 {
		t.High = inventory.Forever()
	}
	return t
}

// A violation is claimed from the ends hardest to claim, soundness from the others.
func TestVerdictsOfIntervals(t *testing.T) {
	cases := []struct {
		name                    string
		haveLow, haveHigh       int
		wantLow, wantHigh       int
		atLeast, atMost         window.Verdict
		atLeastText, atMostText string
	}{
		{"below", 1, 2, 3, 4, window.Violation, window.Sound, "<", "<="},
		{"above", 3, 4, 1, 2, window.Sound, window.Violation, ">=", ">"},
		{"equal points", 3, 3, 3, 3, window.Sound, window.Sound, ">=", "<="},
		{"touching from below", 1, 3, 3, 5, window.Suspect, window.Sound, "may be <", "<="},
		{"overlapping", 1, 4, 2, 6, window.Suspect, window.Suspect, "may be <", "may be >"},
		{"nothing measured", 0, -1, 2, 3, window.Unknown, window.Unknown, "?", "?"},
		{"nothing required to be known", 2, 3, 1, -1, window.Unknown, window.Suspect, "?", "may be >"},
		{"short of the least required", 1, 2, 3, -1, window.Violation, window.Sound, "<", "<="},
		{"no limit known", 1, 2, 0, -1, window.Unknown, window.Unknown, "?", "?"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			have := window.Sum(between(c.haveLow, c.haveHigh, inventory.Observed))
			want := window.Sum(between(c.wantLow, c.wantHigh, inventory.Observed))
			least, most := window.AtLeast(have, want), window.AtMost(have, want)
			equal(t, least.Verdict.String(), c.atLeast.String())
			equal(t, most.Verdict.String(), c.atMost.String())
			equal(t, least.String(), have.String()+" "+c.atLeastText+" "+want.String())
			equal(t, most.String(), have.String()+" "+c.atMostText+" "+want.String())
		})
	}
	endless := window.Sum(window.Term{Low: inventory.Forever(), High: inventory.Forever()})
	if v := window.AtMost(endless, window.Sum(between(1, 2, inventory.Observed))).Verdict; v != window.Violation {
		t.Errorf("what never ends is within a limit: %v", v)
	}
}

// A finding is as sure as what its claim rests on: an unknown quantity that the
// claim takes for nothing does not weaken it.
func TestTermsOfVerdict(t *testing.T) {
	have := window.Sum(window.Exactly(window.Overlap, time.Minute, inventory.Observed))
	want := window.Sum(
		window.Exactly(window.Interval, time.Hour, inventory.VendorDefault),
		window.Term{Name: window.HTTPCache, High: inventory.Forever(), From: inventory.Unknown},
		window.Exactly(window.Skew, 0, inventory.Observed),
	)
	if got := window.AtLeast(have, want).Terms(); len(got) != 3 || window.Sum(got...).From() != inventory.VendorDefault {
		t.Errorf("violation rests on %v", got)
	}
	late := window.Sum(window.Exactly(window.Overlap, 2*time.Hour, inventory.Observed))
	if got := window.AtLeast(late, want).Terms(); len(got) != 4 {
		t.Errorf("no violation rests on %v", got)
	}
	if got := window.AtMost(want, have).Terms(); len(got) != 3 || got[0].Name != window.Overlap {
		t.Errorf("violation of a limit rests on %v", got)
	}
	assumed := window.Sum(window.Exactly(window.TokenLifetime, time.Hour, inventory.Assumed))
	if got := window.AtLeast(have, assumed).Terms(); len(got) != 2 {
		t.Errorf("an assumption that makes the claim is missing in %v", got)
	}
}

func at(minutes int) time.Time { return epoch().Add(time.Duration(minutes) * time.Minute) }

func look(minutes int, lines ...string) window.Poll {
	return window.Poll{Time: at(minutes), Freshness: headers(lines...)}
}

// A response dates what it shows: by Age, else by E+.
func TestBrackets(t *testing.T) {
	cases := []struct {
		name   string
		before window.Poll
		after  time.Duration // of the lower end before the poll
		open   bool
	}{
		{"no cache", look(60, "Cache-Control: no-store"), 0, false},
		{"Age", look(60, "Cache-Control: max-age=600", "Age: 60"), 62 * time.Second, false},
		{"Age of zero", look(60, "Cache-Control: max-age=600", "Age: 0"), 2 * time.Second, false},
		{"no Age", look(60, "Cache-Control: max-age=600"), 602 * time.Second, false},
		{"no Age, stale if the origin failed", look(60, "Cache-Control: max-age=600, stale-if-error=900"), 1502 * time.Second, false},
		{"no headers", window.Poll{Time: at(60)}, 0, true},
		{"caches assumed away", window.Poll{Time: at(60), Freshness: &window.Freshness{}}, 0, false},
	}
	for _, c := range cases {
		b := window.Bracketed(c.before, look(90))
		want := at(60).Add(-c.after)
		if !b.By.Equal(at(90)) || c.open != b.After.IsZero() || !c.open && !b.After.Equal(want) {
			t.Errorf("%s: %v to %v, want %v to %v", c.name, b.After, b.By, want, at(90))
		}
	}
}

// An edge whose copy is older shows a key's absence before its publication after
// another edge has shown the key: it is not gone.
func TestNewerThan(t *testing.T) {
	with := look(50, "Cache-Control: max-age=600", "Age: 0")
	cases := []struct {
		name string
		poll window.Poll
		want bool
	}{
		{"a copy from before", look(52, "Cache-Control: max-age=600", "Age: 500"), false},
		{"a copy of unknown age", look(52, "Cache-Control: max-age=600"), false},
		{"a copy from after", look(52, "Cache-Control: max-age=600", "Age: 60"), true},
		{"later than any copy may live", look(61, "Cache-Control: max-age=600"), true},
		{"no headers", window.Poll{Time: at(500)}, false},
	}
	for _, c := range cases {
		if got := c.poll.NewerThan(with); got != c.want {
			t.Errorf("%s: newer %v, want %v", c.name, got, c.want)
		}
	}
}

// O by the brackets of events, in minutes: {after, by}; after < 0 is open.
func TestOverlapOf(t *testing.T) {
	bracket := func(b [2]int) window.Bracket {
		if b[0] < 0 {
			return window.Edge(look(b[1]))
		}
		return window.Bracket{After: at(b[0]), By: at(b[1])}
	}
	cases := []struct {
		name               string
		published, removed [2]int
		candidates         [][2]int
		want               string
	}{
		{"one successor", [2]int{0, 10}, [2]int{100, 110}, [][2]int{{50, 60}}, "overlap 40m to 1h (observed)"},
		{"published after the removal", [2]int{0, 10}, [2]int{40, 50}, [][2]int{{50, 60}}, "overlap -20m to 0s (observed)"},
		{"earliest bounds above, latest below", [2]int{0, 10}, [2]int{100, 110}, [][2]int{{80, 90}, {20, 30}}, "overlap 10m to 1h30m (observed)"},
		{"a candidate as old as the history", [2]int{-1, 10}, [2]int{100, 110}, [][2]int{{50, 60}, {-1, 10}}, "overlap 40m to unbounded (observed)"},
		{"a candidate older than old", [2]int{30, 40}, [2]int{100, 110}, [][2]int{{10, 20}}, "overlap 1h20m to unbounded (observed)"},
		{"a candidate seen at once with old", [2]int{30, 40}, [2]int{100, 110}, [][2]int{{30, 40}}, "overlap 1h to unbounded (observed)"},
		{"old is as old as the history, the successor came next", [2]int{-1, 10}, [2]int{100, 110}, [][2]int{{10, 20}}, "overlap 1h20m to 1h40m (observed)"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var candidates []window.Bracket
			for _, b := range c.candidates {
				candidates = append(candidates, bracket(b))
			}
			o, ok := window.OverlapOf(bracket(c.published), bracket(c.removed), candidates)
			if !ok {
				t.Fatal("not judged")
			}
			equal(t, o.String(), c.want)
		})
	}
	if o, ok := window.OverlapOf(window.Bracket{}, window.Bracket{}, nil); ok {
		t.Errorf("an overlap with nothing: %v", o)
	}
	unseen := window.Apart(window.Lifespan, window.Edge(look(0)), window.Bracketed(window.Poll{Time: at(5)}, look(9)))
	if unseen.Low.D != math.MinInt64 || !unseen.High.Infinite {
		t.Errorf("two open brackets give %v", unseen)
	}
}
