package timeline_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/rules/timeline"
	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
	"github.com/jwksaudit/jwksaudit/scan/jwks"
)

// corpus holds states of real endpoints over time, for calibration only. A file's
// name is when the state was first seen.
const corpus = "../../../../shared/corpus/timeline"

// TestCorpus replays every endpoint of three or more states as daily polls, and
// logs what happened to it by kind.
func TestCorpus(t *testing.T) {
	folders, _ := filepath.Glob(filepath.Join(corpus, "*", "*"))
	replayed := 0
	for _, folder := range folders {
		history, states := replay(t, folder)
		if states < 3 || len(history.Keys) == 0 {
			continue
		}
		replayed++
		t.Log(summary(history, states))
		checkSound(t, history)
	}
	if replayed == 0 {
		t.Skip("the corpus is not here")
	}
}

func checkSound(t *testing.T, h *timeline.History) {
	t.Helper()
	gone := map[string]bool{}
	for _, e := range h.Events {
		if e.Kind == timeline.KeyAdded && gone[e.Thumbprint] {
			t.Errorf("%s: key %s was added twice", h.URL, e.Thumbprint)
		}
		if e.Kind == timeline.KeyRemoved {
			gone[e.Thumbprint] = true
		}
	}
}

// replay polls the states of a folder daily at noon.
func replay(t *testing.T, folder string) (*timeline.History, int) {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(folder, "*.json"))
	line := &inventory.Timeline{URL: filepath.Base(filepath.Dir(folder)) + "/" + filepath.Base(folder)}
	var sets []*inventory.KeySet
	var from []time.Time
	for _, file := range files {
		at, err := time.Parse("2006-01-02T150405.json", filepath.Base(file))
		if err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if set, _ := jwks.Decode(data); set != nil {
			sets, from = append(sets, set), append(from, at)
		}
	}
	if len(sets) == 0 {
		return timeline.Read(line, demand()), 0
	}
	end := from[len(from)-1].Add(5 * 24 * time.Hour)
	for i, at := 0, from[0].Truncate(24*time.Hour).Add(36*time.Hour); at.Before(end); at = at.Add(24 * time.Hour) {
		for i+1 < len(from) && !from[i+1].After(at) {
			i++
		}
		line.Polls = append(line.Polls, inventory.Poll{Time: at, Keys: sets[i]})
	}
	return timeline.Read(line, demand()), len(sets)
}

func demand() timeline.Demand {
	return timeline.Demand{
		Lifetime: window.Exactly(window.TokenLifetime, time.Hour, inventory.Assumed),
		Skew:     window.Exactly(window.Skew, time.Minute, inventory.Assumed),
		Signs:    func(k *inventory.Key) bool { return k.Use != "enc" },
	}
}

func summary(h *timeline.History, states int) string {
	count := map[timeline.Kind]int{}
	for _, e := range h.Events {
		count[e.Kind]++
	}
	out := fmt.Sprintf("%s: %d states, %d polls, %d keys:", h.URL, states, len(h.Polls), len(h.Keys))
	for _, kind := range []timeline.Kind{
		timeline.KeyAdded, timeline.KeyRemoved, timeline.KidRebound, timeline.SameKeyNewKid,
		timeline.Resurrected, timeline.Divergent, timeline.HardCutover, timeline.Emptied,
	} {
		if count[kind] > 0 {
			out += fmt.Sprintf(" %s %d", kind, count[kind])
		}
	}
	verdicts := map[window.Verdict]int{}
	for _, o := range h.Overlaps {
		verdicts[o.Judgement.Verdict]++
	}
	out += fmt.Sprintf("; overlaps %v", verdicts)
	if main := h.Main(); main != nil {
		if r, ok := main.Cadence(); ok {
			out += "; " + r.String()
		}
		if life, ok := timeline.Median(main.Lifespans()); ok {
			out += "; lifetime " + window.FormatSpan(inventory.For(life))
		}
		out += fmt.Sprintf("; %d of %d in the main line now", main.Now(), len(main.Keys))
	}
	return out
}
