package timeline_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/rules/timeline"
	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// polled makes daily polls of sets that are written as their keys, one letter each,
// "-" for an empty set and "!" for a poll that failed: "ab ab b ! b". A digit after a
// letter is the kid, else the letter is.
func polled(gap time.Duration, sets string) *inventory.Timeline {
	line := &inventory.Timeline{URL: "https://idp.example.com/jwks"}
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	known := map[string]*inventory.KeySet{}
	for set := range strings.FieldsSeq(sets) {
		p := inventory.Poll{Time: at, Caching: inventory.Header{"Age": {"0"}, "Cache-Control": {"max-age=600"}}}
		at = at.Add(gap)
		if set == "!" {
			p.Failed, p.Problem = true, inventory.ProblemTimeout
		} else {
			if known[set] == nil {
				known[set] = lettered(set)
			}
			p.Keys = known[set]
		}
		line.Polls = append(line.Polls, p)
	}
	return line
}

func lettered(set string) *inventory.KeySet {
	out := &inventory.KeySet{}
	for _, c := range set {
		switch n := len(out.Keys); {
		case c == '-':
		case c >= '0' && c <= '9':
			out.Keys[n-1].Kid = string(c)
		default:
			out.Keys = append(out.Keys, inventory.Key{Kty: "EC", Crv: "P-256", Alg: "ES256", Kid: string(c), Thumbprint: string(c)})
		}
	}
	return out
}

func TestEvents(t *testing.T) {
	for name, c := range map[string]struct{ polls, want string }{
		"nothing happens":              {"a a a a", ""},
		"the first poll is an edge":    {"ab ab ab", ""},
		"a rotation":                   {"a a ab ab b b", "key-added b, key-removed a"},
		"the last poll is an edge":     {"a ab ab b", "key-added b"},
		"a failed poll is no absence":  {"ab ab ! ! ! ab", ""},
		"an empty set is one":          {"ab ab - -", "key-removed a, key-removed b, emptied"},
		"all at once":                  {"a a b b b", "key-added b, hard-cutover, key-removed a"},
		"a key is missed":              {"ab ab b ab ab", "diverging"},
		"a key is back":                {"ab ab b b b b ab ab", "key-removed a, resurrected a"},
		"one set in between":           {"a a b a a", "key-added b, diverging"},
		"two sets take turns":          {"a b a b a b b a b a a a b", "key-added b, diverging"},
		"and stop":                     {"ab ab b ab b ab b b b b b b b b b b b b b", "diverging, key-removed a"},
		"they diverge twice":           {"ab b ab " + strings.Repeat("ab ", 12) + "abc ab abc", "diverging, key-added c, diverging"},
		"gone between two divergences": {"ab ab b ab b b b b b b b b b b b b b b bc b bc", "diverging, key-removed a, key-added c, diverging"},
		"a kid names another key":      {"a1 a1 b1 b1", "key-added b, kid-rebound b, hard-cutover, key-removed a"},
		"a key has another kid":        {"a1 a1 a2 a2", "same-key-new-kid a"},
		"both kids at once are none":   {"a1 a1b2 a1b2 a1b2", "key-added b"},
		"one poll confirms no kid":     {"a1 a1 a2", ""},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, e := range timeline.Read(polled(24*time.Hour, c.polls), demand()).Events {
				got = append(got, strings.TrimSpace(string(e.Kind)+" "+e.Thumbprint))
			}
			slices.Sort(got)
			want := strings.Split(c.want, ", ")
			slices.Sort(want)
			if strings.Join(got, ", ") != strings.Join(want, ", ") {
				t.Errorf("%s gives %q, want %q", c.polls, got, want)
			}
		})
	}
}

// Polls that caches may have answered from copies do not confirm one another.
func TestPollsWithinACopysLifeConfirmNothing(t *testing.T) {
	line := polled(time.Minute, "a a a b b b b b b")
	for i := range line.Polls {
		line.Polls[i].Caching = inventory.Header{"Cache-Control": {"max-age=600"}} // and no Age
	}
	h := timeline.Read(line, demand())
	if h.Keys[0].Gone() {
		t.Error("a key is gone by polls that may all be older than the last with it")
	}
}

func TestVantagesAreKeptApart(t *testing.T) {
	line := polled(24*time.Hour, "a b a b a b a b a")
	for i := range line.Polls {
		line.Polls[i].Vantage = []string{"east", "west"}[i%2]
	}
	h := timeline.Read(line, demand())
	if h.Vantage != "east" || len(h.Keys) != 1 || len(h.Events) != 0 {
		t.Errorf("vantage %q with %d keys and events %v, want east, 1 and none", h.Vantage, len(h.Keys), h.Events)
	}
}

func TestTruncatedSetsConcludeNothing(t *testing.T) {
	line := polled(24*time.Hour, "ab ab b b b ab")
	for i := range line.Polls {
		if len(line.Polls[i].Keys.Keys) == 1 {
			line.Polls[i].Keys.Facts = []inventory.Fact{{Kind: inventory.FactMalformed}}
		}
	}
	if h := timeline.Read(line, demand()); len(h.Events) != 0 || len(h.Read) != 3 {
		t.Errorf("events %v of %d polls, want none of 3", h.Events, len(h.Read))
	}
}

func TestPace(t *testing.T) {
	var polls []string
	for day := range 65 {
		set := string(rune('a' + day/10))
		if day%10 < 3 && day >= 10 {
			set = string(rune('a'+day/10-1)) + set
		}
		polls = append(polls, set)
	}
	line := timeline.Read(polled(24*time.Hour, strings.Join(polls, " ")), demand()).Main()
	r, ok := line.Cadence()
	if middle, finite := timeline.Middle(r); !ok || !finite || middle != 240*time.Hour {
		t.Errorf("cadence %v, want 240h in its middle", r)
	}
	if life, ok := timeline.Median(line.Lifespans()); !ok || life != 13*24*time.Hour {
		t.Errorf("lifetime %v, want 312h", life)
	}
	next, ok := line.Next(r)
	if want := time.Date(2026, 3, 12, 0, 0, 0, 0, time.UTC); !ok || next.After.After(want) || next.By.Before(want) {
		t.Errorf("next in %v, want it to hold %v", next, want)
	}
}

func TestOverlapNamesTheSuccessor(t *testing.T) {
	h := timeline.Read(polled(10*time.Minute, "a a a ab ab ab b b b"), demand())
	if len(h.Overlaps) != 1 {
		t.Fatalf("%d overlaps, want 1", len(h.Overlaps))
	}
	o := h.Overlaps[0]
	got := fmt.Sprint(o.Old.Thumbprint, o.New.Thumbprint, " ", o.Seen.Low.D, " ", o.Seen.High.D, " ", o.Judgement.Verdict)
	if want := fmt.Sprint("ab ", 20*time.Minute-2*time.Second, " ", 40*time.Minute+2*time.Second, " ", window.Violation); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestNothingToReadIsNoHistory(t *testing.T) {
	for _, polls := range []string{"", "! !", "-"} {
		h := timeline.Read(polled(time.Hour, polls), demand())
		if h.Main() != nil || len(h.Events) != 0 || h.Diverging() != nil {
			t.Errorf("%q gives %+v", polls, h)
		}
	}
}
