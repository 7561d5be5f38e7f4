package rules_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
	"github.com/jwksaudit/jwksaudit/scan/jwks"
)

// TestHistoryCorpus replays states of real endpoints as daily polls, judges each as
// of every fifth day, and logs which rules of the topic History found something.
func TestHistoryCorpus(t *testing.T) {
	folders, _ := filepath.Glob("../../../shared/corpus/timeline/*/*")
	var list []*rules.Rule
	for _, topic := range rules.Topics() {
		if topic.Name == "History" {
			list = topic.Rules
		}
	}
	evaluator := rules.NewEvaluator(list, inventory.DefaultPolicy(), time.Time{})
	replayed := 0
	for _, folder := range folders {
		polls := replayDaily(t, folder)
		found := map[string]map[string]string{}
		order := []string{}
		for n := 5; n <= len(polls); n += 5 {
			last := polls[n-1]
			e := &inventory.Endpoint{
				URL:          "https://idp.example.com/" + filepath.Base(folder),
				Timeline:     &inventory.Timeline{Polls: polls[:n]},
				Observations: []*inventory.Observation{{Time: last.Time, Keys: &inventory.Document[inventory.KeySet]{Value: last.Keys}}},
			}
			for _, f := range evaluator.Endpoint(e) {
				if found[f.Rule.ID] == nil {
					found[f.Rule.ID] = map[string]string{}
					order = append(order, f.Rule.ID)
				}
				found[f.Rule.ID][f.Fingerprint] = f.Message
			}
		}
		replayed++
		for _, id := range order {
			for _, message := range found[id] {
				t.Logf("%s/%s: %s, %d findings in %d polls, such as %q", filepath.Base(filepath.Dir(folder)), filepath.Base(folder), id, len(found[id]), len(polls), message)
				break
			}
		}
	}
	if replayed == 0 {
		t.Skip("the corpus is not here")
	}
}

// replayDaily polls the states of a folder, whose names are when each was first
// seen, daily at noon and for five days after the last.
func replayDaily(t *testing.T, folder string) (polls []inventory.Poll) {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(folder, "*.json"))
	var current *inventory.KeySet
	var next time.Time
	for i, file := range files {
		at, err := time.Parse("2006-01-02T150405.json", filepath.Base(file))
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			next = at.Truncate(24 * time.Hour).Add(36 * time.Hour)
		}
		for ; current != nil && next.Before(at); next = next.Add(24 * time.Hour) {
			polls = append(polls, inventory.Poll{Time: next, Keys: current})
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if set, _ := jwks.Decode(data); set != nil {
			current = set
		}
	}
	for range 5 {
		polls, next = append(polls, inventory.Poll{Time: next, Keys: current}), next.Add(24*time.Hour)
	}
	if current == nil {
		return nil
	}
	return polls
}
