package fetch

import (
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// redirectTo serves "/" as a redirect and everything else as a document.
func redirectTo(t *testing.T, status int, location *string) server {
	return serveHTTP(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			fmt.Fprint(w, r.URL.RequestURI())
			return
		}
		w.Header().Set("Location", *location)
		w.WriteHeader(status)
	})
}

func TestRedirectsAreFollowedAndRecorded(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, location := range []string{"/k?a=1#part", "k?a=1", "//HOST/k?a=1", "http://HOST/k?a=1"} {
			t.Run(fmt.Sprint(status, location), func(t *testing.T) {
				s := redirectTo(t, status, &location)
				location = strings.Replace(location, "HOST", strings.TrimPrefix(s.url, "http://"), 1)
				response, body, problem := get(t, newClient(t, nil), s.url+"/")
				wantBody(t, body, problem, "/k?a=1")
				want := []inventory.Hop{{URL: s.url + "/", Status: status, Location: s.url + "/k?a=1"}}
				if !reflect.DeepEqual(response.Hops, want) || response.FinalURL() != want[0].Location || response.Status != 200 {
					t.Errorf("hops %v, status %d, want %v and 200", response.Hops, response.Status, want)
				}
			})
		}
	}
}

func TestRedirectsThatAreRefused(t *testing.T) {
	tests := []struct {
		name, location string
		detail         string
		recorded       string // Location of the hop; "" where there is none
	}{
		{"another scheme", "file:///etc/passwd", `not followed: the scheme is "file", want https`, "file:///etc/passwd"},
		{"script", "javascript:alert(1)", "scheme", "javascript:alert(1)"},
		{"password", "https://user:CANARY@idp.example/k", "user name or password", "https://idp.example/k"},
		{"odd address", "https://127.1/k", "host", "https://127.1/k"},
		{"unreadable", "https://[::1", "Location is not a URL", ""},
		{"too long", "/" + strings.Repeat("a", maxURL), "Location is not a URL", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := redirectTo(t, 302, &test.location)
			response, _, problem := get(t, newClient(t, nil), s.url+"/")
			wantProblem(t, problem, inventory.ProblemRedirect, test.detail)
			if response.Status != 302 || problem.Status != 302 || !response.Header.Has("Location") {
				t.Errorf("response %+v, want the redirect itself", response)
			}
			recorded := ""
			if len(response.Hops) == 1 {
				recorded = response.Hops[0].Location
			}
			if recorded != test.recorded {
				t.Errorf("recorded location is %q, want %q", recorded, test.recorded)
			}
			if got := len(s.conns.all()); got != 1 {
				t.Errorf("%d connections, want 1", got)
			}
		})
	}
}

func TestRedirectLoopEndsAfterFive(t *testing.T) {
	requests := new(counter)
	s := serveHTTP(t, func(w http.ResponseWriter, r *http.Request) {
		requests.add(r.URL.Path)
		http.Redirect(w, r, r.URL.Path+"x", http.StatusFound)
	})
	response, _, problem := get(t, newClient(t, nil), s.url+"/")
	wantProblem(t, problem, inventory.ProblemRedirect, "it is number 6, want at most 5")
	if len(response.Hops) != 6 || len(requests.all()) != 6 {
		t.Errorf("%d hops, %d requests, want 6 of each: five followed, the sixth refused", len(response.Hops), len(requests.all()))
	}
	s = serveHTTP(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/xxxxx" {
			fmt.Fprint(w, "{}")
			return
		}
		http.Redirect(w, r, r.URL.Path+"x", http.StatusFound)
	})
	_, body, problem := get(t, newClient(t, nil), s.url+"/")
	wantBody(t, body, problem, "{}")
}

// A redirect must not reach a network that was not allowed, however it is spelt.
func TestRedirectIntoADeniedNetworkConnectsToNothing(t *testing.T) {
	denied := serve(t, listen(t, "127.66.0.1"), func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "secret") })
	denied6 := serve(t, listen(t, "::1"), func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "secret") })
	tests := map[string]string{
		"http://127.66.0.1:" + denied.port:              "the address 127.66.0.1 is not public; if it is meant, allow it with --allow-private 127.66.0.1/32",
		"http://[::ffff:127.66.0.1]:" + denied.port:     "the address 127.66.0.1 is not public",
		"http://[::ffff:7f42:1]:" + denied.port:         "the address 127.66.0.1 is not public",
		"http://[64:ff9b::127.66.0.1]:" + denied.port:   "the address 64:ff9b::7f42:1 leads to 127.66.0.1, which is not public",
		"http://[::1]:" + denied6.port:                  "the address ::1 is not public; if it is meant, allow it with --allow-private ::1/128",
		"http://inner.example:" + denied.port:           "the address 127.66.0.1 is not public",
		"http://INNER.example.:" + denied.port + "/k":   "the address 127.66.0.1 is not public",
		"http://169.254.169.254/latest/meta-data/":      "the address 169.254.169.254 is not public",
		"http://0.0.0.0:" + denied.port:                 "the address 0.0.0.0 is not public",
		"http://[fe80::1%25lo]:" + denied.port:          "the address fe80::1 is not public",
		"https://10.0.0.1/.well-known/jwks.json":        "the address 10.0.0.1 is not public",
		"https://[2002:0a00:0001::]/":                   "leads to 10.0.0.1",
		"https://[fd00:ec2::254]/latest/meta-data/":     "the address fd00:ec2::254 is not public",
		"https://[::127.66.0.1]:" + denied.port + "/k?": "is not public",
	}
	for location, detail := range tests {
		t.Run(location, func(t *testing.T) {
			s := redirectTo(t, 307, &location)
			inner, err := ParseResolve("inner.example:" + denied.port + ":127.66.0.1")
			if err != nil {
				t.Fatal(err)
			}
			client := newClient(t, func(c *Config) { c.Resolve = []Resolution{inner} })
			response, body, problem := get(t, client, s.url+"/")
			wantProblem(t, problem, inventory.ProblemZone, detail)
			if body != "" || len(response.Hops) != 1 || response.Status != 0 || response.Header != nil {
				t.Errorf("body %q, response %+v, want one hop and nothing of an answer", body, response)
			}
			if got := len(s.conns.all()); got != 1 {
				t.Errorf("%d connections to the redirecting server, want 1: a zone is no passing fault", got)
			}
		})
	}
	if got := len(denied.conns.all()) + len(denied6.conns.all()); got != 0 {
		t.Errorf("the denied listeners saw %d connections, want 0", got)
	}
}
