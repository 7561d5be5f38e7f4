package scan

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"
)

// TestSlowHostHoldsUpNobody scans a host that does not answer before every other
// target is done: were its targets to take all workers, that would never come.
func TestSlowHostHoldsUpNobody(t *testing.T) {
	const slow, others, workers = 20, 30, 4
	todo := newSchedule()
	for i := range slow {
		todo.add(i, fmt.Sprintf("https://slow.example.com/%d", i))
	}
	for i := range others {
		todo.add(slow+i, fmt.Sprintf("https://host%d.example.com/", i%7))
	}
	var mu sync.Mutex
	var seen []int
	quick := make(chan struct{})
	active, most := 0, 0
	todo.run(workers, func(slot int) {
		if slot < slow {
			mu.Lock()
			active++
			most = max(most, active)
			mu.Unlock()
			select {
			case <-quick:
			case <-time.After(10 * time.Second):
				t.Error("targets of other hosts wait for the slow one")
			}
		}
		mu.Lock()
		defer mu.Unlock()
		if slot < slow {
			active--
		}
		if seen = append(seen, slot); slot >= slow && quickCount(seen, slow) == others {
			close(quick)
		}
	})
	if most > perHost {
		t.Errorf("%d targets of one host were under way at once, want at most %d", most, perHost)
	}
	slices.Sort(seen)
	if len(slices.Compact(seen)) != slow+others {
		t.Errorf("%d slots were looked at, want each of %d once", len(seen), slow+others)
	}
}

func quickCount(seen []int, slow int) int {
	n := 0
	for _, slot := range seen {
		if slot >= slow {
			n++
		}
	}
	return n
}
