package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

func TestGetGivesTheAnswer(t *testing.T) {
	var asked *http.Request
	s := serveHTTP(t, func(w http.ResponseWriter, r *http.Request) {
		asked = r
		w.Header()["Cache-Control"] = []string{"max-age=60", "no-store"}
		w.Header().Set("Set-Cookie", "a=b")
		fmt.Fprint(w, `{"keys":[]}`)
	})
	client := newClient(t, nil)
	target := s.url + "/jwks?a=b c#fragment"
	response, body, problem := get(t, client, target)
	wantBody(t, body, problem, `{"keys":[]}`)
	if response.URL != target || response.FinalURL() != target || response.Status != 200 || response.Size != 11 ||
		!response.Time.Equal(launch) || response.Elapsed <= 0 || response.TLS != nil || len(response.Hops) != 0 {
		t.Errorf("response is %+v", response)
	}
	if got := response.Header.Values("cache-control"); !reflect.DeepEqual(got, []string{"max-age=60", "no-store"}) {
		t.Errorf("Cache-Control is %q, want both values in order", got)
	}
	if asked.RequestURI != "/jwks?a=b%20c" {
		t.Errorf("request is for %q, want the query encoded and no fragment", asked.RequestURI)
	}
	want := http.Header{
		"Accept":          {"application/json, application/jwk-set+json, */*;q=0.1"},
		"Accept-Encoding": {"gzip"},
		"User-Agent":      {"jwksaudit (+https://github.com/jwksaudit/jwksaudit)"},
	}
	if !reflect.DeepEqual(asked.Header, want) {
		t.Errorf("request header is %v, want %v", asked.Header, want)
	}
	if get(t, client, s.url); asked.Header.Get("Cookie") != "" {
		t.Error("a cookie came back")
	}
}

func TestContentCoding(t *testing.T) {
	const text = `{"keys":[]}`
	tests := []struct {
		name, coding string
		body         []byte
		kind         inventory.ProblemKind
		detail       string
	}{
		{"gzip", "gzip", zip(text), "", ""},
		{"its old name", "X-GZIP", zip(text), "", ""},
		{"two members", "gzip", append(zip(text[:4]), zip(text[4:])...), "", ""},
		{"identity", "identity", []byte(text), "", ""},
		{"gzip and identity", "gzip, identity", zip(text), "", ""},
		{"not asked for", "br", []byte(text), inventory.ProblemEncoding, `"br", want gzip or none`},
		{"gzip twice", "gzip, gzip", zip(string(zip(text))), inventory.ProblemEncoding, "gzip, gzip"},
		{"not gzip at all", "gzip", []byte(text), inventory.ProblemEncoding, "cannot be inflated"},
		{"cut short", "gzip", zip(text)[:20], inventory.ProblemEncoding, "cannot be inflated"},
		{"garbage behind", "gzip", append(zip(text), "garbage"...), inventory.ProblemEncoding, "cannot be inflated"},
		{"at the cap", "gzip", zip(strings.Repeat("0", maxBody)), "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := serveHTTP(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Encoding", test.coding)
				w.Write(test.body)
			})
			response, body, problem := get(t, newClient(t, nil), s.url)
			if test.kind != "" {
				wantProblem(t, problem, test.kind, test.detail)
				if body != "" || response.Status != 200 || problem.Status != 200 || !response.Header.Has("Content-Encoding") {
					t.Errorf("body %q, response %+v, want no body but what the header showed", body, response)
				}
				return
			}
			if problem != nil || response.Size != len(body) || body != text && len(body) != maxBody {
				t.Errorf("body of %d octets, size %d, problem %v", len(body), response.Size, problem)
			}
		})
	}
}

func TestInflatingStopsAtTheCap(t *testing.T) {
	body, err := gunzip(zip(strings.Repeat("0", 8<<20)))
	if err != nil || len(body) != maxBody+1 {
		t.Errorf("%d octets, %v, want one more than %d", len(body), err, maxBody)
	}
}

func zip(text string) []byte {
	var buffer bytes.Buffer
	writer := gzip.NewWriter(&buffer)
	writer.Write([]byte(text))
	writer.Close()
	return buffer.Bytes()
}

func TestStatus(t *testing.T) {
	tests := map[int]string{
		204: "answered 204 No Content, want 200",
		206: "answered 206 Partial Content, want 200",
		302: "answered 302 Found without a Location",
		304: "answered 304 Not Modified, want 200",
		401: "answered 401 Unauthorized, want 200; where it needs a credential, bind one with --header",
		404: "answered 404 Not Found, want 200",
		599: "answered 599, want 200",
	}
	for status, detail := range tests {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			s := serveHTTP(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Cache-Control", "max-age=60")
				w.WriteHeader(status)
			})
			response, body, problem := get(t, newClient(t, nil), s.url)
			wantProblem(t, problem, inventory.ProblemStatus, detail)
			if problem.Status != status || response.Status != status || response.Header.Get("Cache-Control") != "max-age=60" || body != "" {
				t.Errorf("problem %+v, response %+v", problem, response)
			}
		})
	}
}

func TestInterrupted(t *testing.T) {
	arrived := make(chan struct{})
	s := serveHTTP(t, func(_ http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-r.Context().Done()
	})
	client := newClient(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-arrived; cancel() }()
	response, _, problem := client.Get(ctx, inventory.Ask{URL: s.url})
	wantProblem(t, problem, inventory.ProblemInterrupted, "stopped before an answer came")
	if response.Status != 0 || problem.Target != s.url {
		t.Errorf("response is %+v, problem %+v", response, problem)
	}
	if _, _, problem = client.Get(ctx, inventory.Ask{URL: s.url}); problem == nil || problem.Kind != inventory.ProblemInterrupted {
		t.Errorf("problem is %+v, want one that says interrupted", problem)
	}
	if got := len(s.conns.all()); got != 1 {
		t.Errorf("%d connections, want none after the interrupt", got)
	}
}

func TestConnectionServesTheNextDocumentOfItsOrigin(t *testing.T) {
	s := serveHTTP(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/moved":
			http.Redirect(w, r, "/missing", http.StatusFound)
		case "/missing":
			http.NotFound(w, r)
		}
		fmt.Fprint(w, "{}")
	})
	client := newClient(t, nil)
	for _, path := range []string{"/moved", "/missing", "/.well-known/openid-configuration", "/jwks"} {
		get(t, client, s.url+path)
	}
	if got := len(s.conns.all()); got != 1 {
		t.Errorf("%d connections for five requests in turn, want 1", got)
	}
}

func TestConfigurationErrors(t *testing.T) {
	now := func() time.Time { return launch }
	tests := []struct {
		config Config
		want   string
	}{
		{Config{}, "Config.Now is nil"},
		{Config{Now: now, Timeout: -1}, "none may be negative"},
		{Config{Now: now, PerHost: -1}, "none may be negative"},
		{Config{Now: now, UserAgent: "a\r\nb"}, "user agent"},
		{Config{Now: now, Credentials: make([]Credential, 1)}, "empty credential"},
	}
	for _, test := range tests {
		if _, err := New(test.config); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("error is %v, want one with %q", err, test.want)
		}
	}
	client, err := New(Config{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	if c := client.config; c.Timeout != 10*time.Second || c.Concurrency != 64 || c.PerHost != 2 {
		t.Errorf("defaults are %s, %d, %d, want 10s, 64, 2", c.Timeout, c.Concurrency, c.PerHost)
	}
}
