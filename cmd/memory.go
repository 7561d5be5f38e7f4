package cmd

import (
	"context"
	"sync"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/history"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// memory lets a run remember what a history holds up to a time. What cannot be read
// is nothing to the run; the first error is kept for whoever ends it.
type memory struct {
	store *history.Store
	until time.Time

	mu  sync.Mutex
	err error
}

func (m *memory) note(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.err == nil {
		m.err = err
	}
}

// Err is the first error; nil where all could be read.
func (m *memory) Err() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.err
}

func (m *memory) Timeline(ctx context.Context, url string) *inventory.Timeline {
	t, err := m.store.Timeline(ctx, url, m.until)
	if err != nil {
		m.note(err)
		return nil
	}
	if len(t.Polls) == 0 {
		return nil
	}
	return t
}

func (m *memory) Latest(ctx context.Context, url string) *inventory.Poll {
	poll, err := m.store.Latest(ctx, url, "")
	if err != nil {
		m.note(err)
		return nil
	}
	return poll
}

func (m *memory) KeySetsOf(ctx context.Context, issuer string) []string {
	urls, err := m.store.EndpointsOf(ctx, issuer)
	if err != nil {
		m.note(err)
	}
	return urls
}
