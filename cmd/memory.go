package cmd

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/scan/history"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// memory is the history of a run: what it knew before, and what is to be added.
// A run as of another time (--now) adds nothing. Its methods are called from several
// goroutines at once.
type memory struct {
	store *history.Store
	until time.Time // what came later is not known yet
	reads bool      // nothing is added
	scope string

	mu     sync.Mutex
	looks  []history.Look
	failed error // the first: a history that cannot be read ends in exit 3
}

// batch is how many looks one transaction takes.
const batch = 2000

// openMemory opens the history that --history names; nil without one.
func (s *settings) openMemory(ctx context.Context) (*memory, error) {
	if s.flags.history == "" {
		return nil, nil
	}
	place, err := s.historyPlace(s.flags.history)
	if err != nil {
		return nil, err
	}
	m := &memory{until: s.clock(), reads: !s.now.IsZero(), scope: s.flags.historyScope}
	if m.store, err = history.Open(ctx, place, history.Options{ReadOnly: m.reads, Now: s.clock()}); err != nil {
		return nil, failure{exitInternal, err}
	}
	return m, nil
}

// Timeline implements scan.Memory.
func (m *memory) Timeline(ctx context.Context, url string) *inventory.Timeline {
	timeline, err := m.store.Timeline(ctx, url, m.until)
	if m.note(ctx, err) || len(timeline.Polls) == 0 {
		return nil
	}
	return timeline
}

// Latest implements scan.Memory.
func (m *memory) Latest(ctx context.Context, url string) *inventory.Poll {
	poll, err := m.store.Latest(ctx, url, "")
	if m.note(ctx, err) {
		return nil
	}
	return poll
}

// KeySetsOf implements scan.Memory.
func (m *memory) KeySetsOf(ctx context.Context, issuer string) []string {
	urls, err := m.store.EndpointsOf(ctx, issuer)
	m.note(ctx, err)
	return urls
}

// note keeps the first error. One that comes of the run's own end is none.
func (m *memory) note(ctx context.Context, err error) bool {
	if err == nil {
		return false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.failed == nil && ctx.Err() == nil {
		m.failed = err
	}
	return true
}

// add keeps what there is to remember of an endpoint, and writes where much has come
// together. An interrupted run remembers what it saw, too.
func (m *memory) add(ctx context.Context, e *inventory.Endpoint) {
	if m == nil || m.reads {
		return
	}
	m.mu.Lock()
	m.looks = append(m.looks, history.LooksAt(e)...)
	var full []history.Look
	if len(m.looks) >= batch {
		full, m.looks = m.looks, nil
	}
	m.mu.Unlock()
	m.record(ctx, full)
}

func (m *memory) record(ctx context.Context, looks []history.Look) {
	if len(looks) == 0 {
		return
	}
	_, err := m.store.Record(context.WithoutCancel(ctx), looks)
	m.note(context.WithoutCancel(ctx), err)
}

// before gives what the last completed scan found, by fingerprint, and when it was;
// nil where there was none.
func (m *memory) before(ctx context.Context) (map[string]rules.Remembered, time.Time) {
	last, err := m.store.LastScan(ctx, m.scope)
	if m.note(ctx, err) || last == nil || last.Time.After(m.until) {
		return nil, time.Time{}
	}
	findings := make(map[string]rules.Remembered, len(last.Findings))
	for _, f := range last.Findings {
		var kept rules.Remembered
		if err := json.Unmarshal(f.Data, &kept); err == nil { // what cannot be read is compared as new
			findings[f.Fingerprint] = kept
		}
	}
	return findings, last.Time
}

// save writes what is left and, where the run was completed, the scan.
func (m *memory) save(ctx context.Context, findings []rules.Finding, at time.Time) error {
	if m == nil {
		return nil
	}
	m.record(ctx, m.looks)
	if m.failed == nil && !m.reads && ctx.Err() == nil {
		m.note(ctx, m.store.SaveScan(ctx, m.scan(findings, at)))
	}
	return m.failed
}

// close lets other writers in.
func (m *memory) close() {
	if m != nil {
		_ = m.store.Close() // what was recorded was committed
	}
}

func (m *memory) scan(findings []rules.Finding, at time.Time) history.Scan {
	scan := history.Scan{Scope: m.scope, Time: at}
	for i := range findings {
		f := &findings[i]
		data, err := json.Marshal(f.Remember(at))
		if err != nil {
			continue // no member of it can fail to be written
		}
		scan.Findings = append(scan.Findings, history.Finding{Fingerprint: f.Fingerprint, Endpoint: f.URL, Data: data})
	}
	return scan
}
