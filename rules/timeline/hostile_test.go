package timeline_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/rules/timeline"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// An endpoint that shows other keys, of other algorithms, at every poll of a year
// costs no more than a few seconds.
func TestAHostileHistoryIsReadInTime(t *testing.T) {
	line := &inventory.Timeline{}
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for day := range 365 {
		set := &inventory.KeySet{}
		for i := range 300 {
			name := fmt.Sprint(day, "-", i)
			set.Keys = append(set.Keys, inventory.Key{Kty: "EC", Alg: fmt.Sprint("A", (day*7+i)%5000), Kid: fmt.Sprint(i), Thumbprint: name})
		}
		line.Polls = append(line.Polls, inventory.Poll{Time: at.AddDate(0, 0, day), Keys: set})
	}
	begin := time.Now()
	h := timeline.Read(line, demand())
	h.Shrinks()
	h.Repurposed()
	if took := time.Since(begin); took > 30*time.Second {
		t.Errorf("took %v, want seconds", took)
	}
	if len(h.Keys) != 365*300 {
		t.Errorf("%d keys, want %d", len(h.Keys), 365*300)
	}
}
