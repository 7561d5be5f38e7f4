package scan

import (
	"net/url"
	"sync"

	"github.com/sourcegraph/conc/pool"
)

// perHost is how many targets of one host are under way at once. Package fetch asks
// no host for more documents than that: further workers would only wait there, and
// one slow host with many targets would hold up all others.
const perHost = 2

// schedule hands out slots to workers, in order as far as their hosts allow.
type schedule struct {
	mu      sync.Mutex
	changed *sync.Cond
	hosts   map[string]*backlog
	ready   []*backlog // with something waiting and room for it, each at most once
	waiting int        // slots that nobody has taken yet
}

// backlog is the slots of one host.
type backlog struct {
	slots  []int // not yet taken
	active int
	listed bool // in schedule.ready
}

func newSchedule() *schedule {
	s := &schedule{hosts: map[string]*backlog{}}
	s.changed = sync.NewCond(&s.mu)
	return s
}

// add is called before run, for every slot. What has no host waits for none.
func (s *schedule) add(slot int, address string) {
	host := hostOf(address)
	b := s.hosts[host]
	if b == nil {
		b = &backlog{}
	}
	if host != "" {
		s.hosts[host] = b
	}
	b.slots = append(b.slots, slot)
	s.waiting++
	s.list(b)
}

// run calls look for every slot, from as many goroutines as are given.
func (s *schedule) run(workers int, look func(slot int)) {
	group := pool.New()
	for range min(workers, s.waiting) {
		group.Go(func() {
			for b, slot := s.take(); b != nil; b, slot = s.take() {
				look(slot)
				s.done(b)
			}
		})
	}
	group.Wait()
}

// take waits for a slot whose host has room; nil when all were taken.
func (s *schedule) take() (*backlog, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.ready) == 0 {
		if s.waiting == 0 {
			return nil, 0
		}
		s.changed.Wait()
	}
	b := s.ready[0]
	s.ready = s.ready[1:]
	slot := b.slots[0]
	b.slots, b.active, b.listed = b.slots[1:], b.active+1, false
	s.list(b)
	if s.waiting--; s.waiting == 0 {
		s.changed.Broadcast() // nothing is left to wait for
	}
	return b, slot
}

func (s *schedule) done(b *backlog) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b.active--
	s.list(b)
}

// list makes a host ready where something waits for it and it has room.
func (s *schedule) list(b *backlog) {
	if !b.listed && len(b.slots) > 0 && b.active < perHost {
		b.listed = true
		s.ready = append(s.ready, b)
		s.changed.Signal()
	}
}

// hostOf is the host and port of a URL; "" where it has none.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}
