package fetch

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// crowd counts how many are inside at once, of each host and in all.
type crowd struct {
	mu   sync.Mutex
	now  map[string]int
	most map[string]int
}

func newCrowd() *crowd { return &crowd{now: map[string]int{}, most: map[string]int{}} }

func (c *crowd) add(n int, names ...string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, name := range names {
		c.now[name] += n
		c.most[name] = max(c.most[name], c.now[name])
	}
}

func TestLimitsForEachHostAndForAll(t *testing.T) {
	inside := newCrowd()
	s := serveHTTP(t, func(w http.ResponseWriter, r *http.Request) {
		inside.add(1, r.Host, "all")
		time.Sleep(20 * time.Millisecond)
		inside.add(-1, r.Host, "all")
		fmt.Fprint(w, "{}")
	})
	everyone, err := ParseResolve("*:" + s.port + ":127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	client := newClient(t, func(c *Config) {
		c.Resolve = []Resolution{everyone}
		c.Concurrency, c.PerHost = 5, 2
	})
	var running sync.WaitGroup
	for i := range 60 {
		running.Go(func() {
			url := fmt.Sprintf("http://host%d.example:%s/%d", i%6, s.port, i)
			if _, _, problem := client.Get(t.Context(), inventory.Ask{URL: url}); problem != nil {
				t.Error(problem)
			}
		})
	}
	running.Wait()
	for name, most := range inside.most {
		if name != "all" && most > 2 || name == "all" && most != 5 {
			t.Errorf("%d requests to %s at once, want at most 2 for a host and 5 in all", most, name)
		}
	}
	if len(client.gate.hosts) != 0 || len(client.gate.all) != 0 {
		t.Errorf("the gate remembers %d hosts and %d requests, want none", len(client.gate.hosts), len(client.gate.all))
	}
}

func TestWaitingDoesNotCountTowardsTheDeadline(t *testing.T) {
	t.Parallel()
	s := serveHTTP(t, func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(150 * time.Millisecond)
		if r.URL.Path == "/" { // the wait for the second hop must not count either
			http.Redirect(w, r, "/document", http.StatusFound)
		}
	})
	client := newClient(t, func(c *Config) { c.Timeout, c.PerHost = 2*time.Second, 1 })
	var running sync.WaitGroup
	for range 8 { // sixteen hops one after the other: more than two seconds
		running.Go(func() {
			if _, _, problem := client.Get(t.Context(), inventory.Ask{URL: s.url + "/"}); problem != nil {
				t.Error(problem)
			}
		})
	}
	running.Wait()
}

func TestInterruptedWait(t *testing.T) {
	for _, limits := range [][2]int{{1, 5}, {5, 1}} {
		g := newGate(limits[0], limits[1])
		leave, err := g.enter(t.Context(), "a")
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		if _, err := g.enter(ctx, "a"); err == nil {
			t.Error("a second one entered, want the context's error")
		}
		cancel()
		if got := len(g.hosts["a"].slots); got != 1 {
			t.Errorf("%d slots of the host are taken after the second one gave up, want 1", got)
		}
		leave()
		leave, err = g.enter(t.Context(), "a")
		if err != nil {
			t.Fatal(err)
		}
		leave()
		if len(g.hosts) != 0 || len(g.all) != 0 {
			t.Errorf("the gate remembers %d hosts and %d requests, want none", len(g.hosts), len(g.all))
		}
	}
	client := newClient(t, func(c *Config) { c.PerHost = 1 })
	leave, err := client.gate.enter(t.Context(), "127.0.0.1:9")
	if err != nil {
		t.Fatal(err)
	}
	defer leave()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	_, _, problem := client.Get(ctx, inventory.Ask{URL: "http://127.0.0.1:9"})
	wantProblem(t, problem, inventory.ProblemInterrupted, "stopped")
}

// What is kept does not grow with the number of hosts.
func TestManyHostsLeaveNothingBehind(t *testing.T) {
	open := newCrowd()
	listener := listen(t, "127.0.0.1")
	s := &http.Server{Handler: http.HandlerFunc(sayOK), ConnState: connStates(open)}
	go s.Serve(listener)
	t.Cleanup(func() { s.Close() })
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	everyone, err := ParseResolve("*:" + port + ":127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	client := newClient(t, func(c *Config) { c.Resolve, c.Concurrency = []Resolution{everyone}, 4 })
	for i := range 300 {
		if _, _, problem := client.Get(t.Context(), inventory.Ask{URL: fmt.Sprintf("http://host%d.example:%s/", i, port)}); problem != nil {
			t.Fatal(problem)
		}
	}
	if len(client.gate.hosts) != 0 {
		t.Errorf("the gate remembers %d hosts, want none", len(client.gate.hosts))
	}
	for range 100 {
		open.mu.Lock()
		left := open.now["connections"]
		open.mu.Unlock()
		if left <= 4 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d connections stay open, want at most 4", open.now["connections"])
}

func connStates(open *crowd) func(net.Conn, http.ConnState) {
	return func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			open.add(1, "connections")
		case http.StateClosed:
			open.add(-1, "connections")
		}
	}
}
