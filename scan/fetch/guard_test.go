package fetch

import (
	"bytes"
	"context"
	"errors"
	"log"
	"net"
	"net/http"
	"net/netip"
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// TestMain holds the whole test process to loopback: no DNS, no client but ours,
// and ours only through the guard of newClient.
func TestMain(m *testing.M) {
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		return nil, errors.New("guard: a test asked DNS")
	}}
	http.DefaultTransport = refusingTransport{}
	log.SetOutput(new(bytes.Buffer)) // see the package comment
	os.Exit(m.Run())
}

type refusingTransport struct{}

func (refusingTransport) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("guard: a test used http.DefaultTransport")
}

// launch is the standing clock of all clients under test.
var launch = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// newClient opens a client that may reach 127.0.0.1 and nothing else, over http
// as well, whose retries do not wait, and whose sockets never leave loopback.
func newClient(t *testing.T, adjust func(*Config)) *Client {
	t.Helper()
	start := time.Now()
	config := Config{
		Timeout:      5 * time.Second,
		AllowPrivate: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")},
		AllowHTTP:    true,
		Now:          func() time.Time { return launch },
		Clock:        func() time.Duration { return time.Since(start) },
		Sleep:        func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
		Jitter:       func() float64 { return 0 },
	}
	if adjust != nil {
		adjust(&config)
	}
	client, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	check := client.dialer.ControlContext
	client.dialer.ControlContext = func(ctx context.Context, network, address string, c syscall.RawConn) error {
		if err := check(ctx, network, address, c); err != nil {
			return err
		}
		return loopbackOnly(address)
	}
	dial := client.proxied.DialContext
	client.proxied.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if err := loopbackOnly(client.resolve(address)); err != nil {
			return nil, err
		}
		return dial(ctx, network, address)
	}
	return client
}

func loopbackOnly(address string) error {
	if at, err := netip.ParseAddrPort(address); err != nil || !at.Addr().Unmap().IsLoopback() {
		panic("guard: a test would leave loopback for " + address)
	}
	return nil
}

func get(t *testing.T, client *Client, url string) (inventory.Response, string, *inventory.Problem) {
	t.Helper()
	response, body, problem := client.Get(t.Context(), inventory.Ask{URL: url})
	if problem != nil {
		checkPlain(t, problem)
	}
	return response, string(body), problem
}

// checkPlain holds a problem to plain words.
func checkPlain(t *testing.T, problem *inventory.Problem) {
	t.Helper()
	if problem.Target == "" || problem.Detail == "" {
		t.Errorf("problem without target or detail: %+v", problem)
	}
	for _, noise := range []string{"\n", "\r", "\x1b", "dial tcp", "read tcp", "net/http", "Get \"", "context ", "x509:", "tls:", "->", "CANARY"} {
		if strings.Contains(problem.Detail, noise) || strings.Contains(problem.Target, noise) {
			t.Errorf("problem is not plain, it has %q: %+v", noise, problem)
		}
	}
}

func wantProblem(t *testing.T, problem *inventory.Problem, kind inventory.ProblemKind, detail string) {
	t.Helper()
	if problem == nil {
		t.Fatalf("no problem, want %s: %s", kind, detail)
	}
	if problem.Kind != kind || !strings.Contains(problem.Detail, detail) {
		t.Errorf("problem is %s: %q, want %s with %q", problem.Kind, problem.Detail, kind, detail)
	}
}

func wantBody(t *testing.T, body string, problem *inventory.Problem, want string) {
	t.Helper()
	if problem != nil {
		t.Fatalf("problem %s: %s, want the body %q", problem.Kind, problem.Detail, want)
	}
	if body != want {
		t.Errorf("body is %q, want %q", body, want)
	}
}

// checkGoroutines waits until no more goroutines run than before.
func checkGoroutines(t *testing.T, before int) {
	t.Helper()
	for range 100 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(30 * time.Millisecond)
	}
	stacks := make([]byte, 64<<10)
	t.Errorf("%d goroutines, want the %d of before:\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
}
