package fetch

import (
	"context"
	"sync"
)

// gate bounds the requests under way, to each host and in all. It remembers a
// host only while somebody uses it or waits for it.
type gate struct {
	all     chan struct{}
	perHost int

	mu    sync.Mutex
	hosts map[string]*queue
}

type queue struct {
	slots chan struct{}
	users int // under way or waiting; guarded by gate.mu
}

func newGate(all, perHost int) *gate {
	return &gate{
		all:     make(chan struct{}, all),
		perHost: perHost,
		hosts:   make(map[string]*queue),
	}
}

// enter waits for a slot. The host's comes first: a crowd before one slow host
// then takes nothing from the others.
func (g *gate) enter(ctx context.Context, host string) (leave func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	q := g.join(host)
	select {
	case q.slots <- struct{}{}:
	case <-ctx.Done():
		g.quit(host, q)
		return nil, ctx.Err()
	}
	select {
	case g.all <- struct{}{}:
	case <-ctx.Done():
		<-q.slots
		g.quit(host, q)
		return nil, ctx.Err()
	}
	return func() {
		<-g.all
		<-q.slots
		g.quit(host, q)
	}, nil
}

func (g *gate) join(host string) *queue {
	g.mu.Lock()
	defer g.mu.Unlock()
	q := g.hosts[host]
	if q == nil {
		q = &queue{slots: make(chan struct{}, g.perHost)}
		g.hosts[host] = q
	}
	q.users++
	return q
}

func (g *gate) quit(host string, q *queue) {
	g.mu.Lock()
	defer g.mu.Unlock()
	q.users--
	if q.users == 0 {
		delete(g.hosts, host)
	}
}
