package fetch

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

func TestPassingFaultsAreAskedAgain(t *testing.T) {
	tests := []struct {
		name       string
		status     int
		retryAfter string
		jitter     float64
		pauses     []time.Duration
	}{
		{"503", 503, "", 0, []time.Duration{250 * time.Millisecond, 500 * time.Millisecond}},
		{"503 with jitter", 503, "", 0.5, []time.Duration{375 * time.Millisecond, 750 * time.Millisecond}},
		{"429 that says when", 429, "7", 0, []time.Duration{7 * time.Second, 7 * time.Second}},
		{"429 that says never", 429, "99999999", 0, []time.Duration{time.Minute, time.Minute}},
		{"503 until a date", 503, launch.Add(30 * time.Second).Format(http.TimeFormat), 0, []time.Duration{30 * time.Second, 30 * time.Second}},
		{"503 until a past date", 503, launch.Add(-time.Hour).Format(http.TimeFormat), 0, []time.Duration{250 * time.Millisecond, 500 * time.Millisecond}},
		{"500", 500, "7", 0, nil},
		{"404", 404, "", 0, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var requests atomic.Int32
			s := serveHTTP(t, func(w http.ResponseWriter, _ *http.Request) {
				requests.Add(1)
				w.Header().Set("Retry-After", test.retryAfter)
				w.WriteHeader(test.status)
			})
			var pauses []time.Duration
			client := newClient(t, func(c *Config) {
				c.Jitter = func() float64 { return test.jitter }
				c.Sleep = func(_ context.Context, d time.Duration) error { pauses = append(pauses, d); return nil }
			})
			response, _, problem := get(t, client, s.url)
			wantProblem(t, problem, inventory.ProblemStatus, fmt.Sprintf("answered %d", test.status))
			if response.Status != test.status || problem.Status != test.status || response.Header.Get("Retry-After") != test.retryAfter {
				t.Errorf("response %+v, problem %+v, want the last answer", response, problem)
			}
			if !reflect.DeepEqual(pauses, test.pauses) || int(requests.Load()) != 1+len(test.pauses) {
				t.Errorf("%d requests with pauses %v, want %v", requests.Load(), pauses, test.pauses)
			}
		})
	}
}

func TestRecoveredServerGivesItsDocument(t *testing.T) {
	var requests atomic.Int32
	s := serveHTTP(t, func(w http.ResponseWriter, _ *http.Request) {
		if requests.Add(1) < 3 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		fmt.Fprint(w, "{}")
	})
	_, body, problem := get(t, newClient(t, nil), s.url)
	wantBody(t, body, problem, "{}")
}

func TestRefusedConnectionIsTriedThreeTimes(t *testing.T) {
	listener := listen(t, "127.0.0.1")
	listener.Close()
	pauses := 0
	client := newClient(t, func(c *Config) { c.Sleep = func(context.Context, time.Duration) error { pauses++; return nil } })
	response, _, problem := get(t, client, "http://"+listener.Addr().String())
	wantProblem(t, problem, inventory.ProblemConnect, fmt.Sprintf("no connection to %s: connection refused (3 attempts)", listener.Addr()))
	if pauses != 2 || response.URL == "" || !response.Time.Equal(launch) || response.Status != 0 {
		t.Errorf("%d pauses, response %+v", pauses, response)
	}
}

// An interrupt during the pause ends it, and what was seen stays seen.
func TestInterruptedPause(t *testing.T) {
	s := serveHTTP(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "60")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	ctx, cancel := context.WithCancel(t.Context())
	client := newClient(t, func(c *Config) {
		c.Sleep = func(ctx context.Context, d time.Duration) error { cancel(); return sleep(ctx, d) }
	})
	began := time.Now()
	response, _, problem := client.Get(ctx, inventory.Ask{URL: s.url})
	wantProblem(t, problem, inventory.ProblemStatus, "answered 429 Too Many Requests, want 200")
	if response.Status != 429 || time.Since(began) > 5*time.Second {
		t.Errorf("status %d after %s", response.Status, time.Since(began))
	}
}

func TestSleepWaits(t *testing.T) {
	began := time.Now()
	if err := sleep(t.Context(), 20*time.Millisecond); err != nil || time.Since(began) < 20*time.Millisecond {
		t.Errorf("slept %s, %v, want 20ms", time.Since(began), err)
	}
}

func TestRetryAfter(t *testing.T) {
	tests := map[string]time.Duration{
		"":                               0,
		"0":                              0,
		" 5 ":                            5 * time.Second,
		"005":                            5 * time.Second,
		"59":                             59 * time.Second,
		"61":                             maxRetryAfter,
		"99999999999999999999999999999":  maxRetryAfter,
		"-5":                             0,
		"1.5":                            0,
		"soon":                           0,
		"Sun, 01 Mar 2026 12:00:10 GMT":  10 * time.Second,
		"Sunday, 01-Mar-26 12:00:10 GMT": 10 * time.Second,
		"Sun Mar  1 12:00:10 2026":       10 * time.Second,
		"Fri, 31 Dec 9999 23:59:59 GMT":  maxRetryAfter,
		"Thu, 01 Jan 1970 00:00:00 GMT":  0,
	}
	for value, want := range tests {
		if got := retryAfter(value, launch); got != want {
			t.Errorf("%q gives %s, want %s", value, got, want)
		}
	}
}

func FuzzRetryAfter(f *testing.F) {
	for _, seed := range []string{"", "7", "99999999999999999999", "Sun, 01 Mar 2026 12:00:10 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "-1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		if got := retryAfter(value, launch); got < 0 || got > maxRetryAfter {
			t.Errorf("%q gives %s, want 0 to %s", value, got, maxRetryAfter)
		}
	})
}
