package fetch

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// twoServers are two servers of one name: one port at two addresses.
func twoServers(t *testing.T) (client *Client, port string) {
	t.Helper()
	first := serveHTTP(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`"first"`)) })
	listener, err := net.Listen("tcp", "127.0.0.2:"+first.port)
	if err != nil {
		t.Skipf("cannot listen at a second address: %v", err)
	}
	t.Cleanup(func() { listener.Close() })
	serve(t, listener, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/away" {
			http.Redirect(w, r, "http://other.example:"+first.port+"/", http.StatusFound)
			return
		}
		_, _ = w.Write([]byte(`"second"`))
	})
	var resolutions []Resolution
	for _, text := range []string{"idp.example:" + first.port + ":127.0.0.2,127.0.0.1", "other.example:" + first.port + ":127.0.0.1"} {
		resolution, err := ParseResolve(text)
		if err != nil {
			t.Fatal(err)
		}
		resolutions = append(resolutions, resolution)
	}
	return newClient(t, func(c *Config) {
		c.Resolve = resolutions
		c.AllowPrivate = append(c.AllowPrivate, netip.MustParsePrefix("127.0.0.2/32"))
	}), first.port
}

func TestEachAddressOfAName(t *testing.T) {
	client, port := twoServers(t)
	url := "http://idp.example:" + port + "/"
	addresses, problem := client.Addresses(t.Context(), url)
	if problem != nil || !slices.Equal(addresses, []string{"127.0.0.1", "127.0.0.2"}) {
		t.Fatalf("addresses are %q, %v", addresses, problem)
	}
	for range 2 { // no connection of one address serves another
		for address, want := range map[string]string{"127.0.0.1": `"first"`, "127.0.0.2": `"second"`, "": `"second"`} {
			_, body, problem := client.Get(t.Context(), inventory.Ask{URL: url, Address: address})
			if problem != nil || string(body) != want {
				t.Errorf("at %q: %s, %v, want %s", address, body, problem, want)
			}
		}
	}
}

func TestRedirectLeavesThePinnedAddress(t *testing.T) {
	client, port := twoServers(t)
	response, body, problem := client.Get(t.Context(), inventory.Ask{URL: "http://idp.example:" + port + "/away", Address: "127.0.0.2"})
	if problem != nil || string(body) != `"first"` || len(response.Hops) != 1 {
		t.Errorf("%s after %d hops, %v: want the other name's own server", body, len(response.Hops), problem)
	}
}

func TestAddressesAreHeldToTheZones(t *testing.T) {
	client, port := twoServers(t)
	_, _, problem := client.Get(t.Context(), inventory.Ask{URL: "http://idp.example:" + port, Address: "127.66.0.1"})
	wantProblem(t, problem, "zone", "the address 127.66.0.1 is not public")
	_, _, problem = client.Get(t.Context(), inventory.Ask{URL: "http://idp.example:" + port, Address: "localhost"})
	wantProblem(t, problem, "bad-target", "is not an IP address")
}

func TestLiteralAddressIsItsOwn(t *testing.T) {
	client := newClient(t, nil)
	addresses, problem := client.Addresses(t.Context(), "http://[::ffff:127.0.0.1]:80/")
	if problem != nil || !slices.Equal(addresses, []string{"127.0.0.1"}) {
		t.Errorf("addresses are %q, %v", addresses, problem)
	}
	if _, problem = client.Addresses(t.Context(), "http://nobody.example/"); problem == nil || problem.Kind != inventory.ProblemResolve {
		t.Errorf("a name without DNS gives %v, want a problem of kind resolve", problem)
	}
}

func TestAskSetsItsFields(t *testing.T) {
	var got http.Header
	s := serveHTTP(t, func(w http.ResponseWriter, r *http.Request) {
		got = r.Header
		if r.Header.Get("If-None-Match") == `"v1"` {
			w.Header().Set("ETag", `"v1"`)
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = w.Write([]byte("{}"))
	})
	client := newClient(t, nil)
	none, keySet := "", "application/jwk-set+json"
	for _, one := range []struct {
		ask  inventory.Ask
		want string
	}{
		{inventory.Ask{URL: s.url}, "application/json, application/jwk-set+json, */*;q=0.1"},
		{inventory.Ask{URL: s.url, Accept: &none}, ""},
		{inventory.Ask{URL: s.url, Accept: &keySet}, keySet},
	} {
		if _, _, problem := client.Get(t.Context(), one.ask); problem != nil || got.Get("Accept") != one.want {
			t.Errorf("Accept is %q, %v, want %q", got.Get("Accept"), problem, one.want)
		}
	}
	response, body, problem := client.Get(t.Context(), inventory.Ask{URL: s.url, ETag: `"v1"`, LastModified: "a\r\nX-Evil: 1"})
	if problem != nil || response.Status != http.StatusNotModified || len(body) != 0 || response.Header.Get("ETag") != `"v1"` {
		t.Errorf("status %d, body %q, problem %v, want a 304 without a problem", response.Status, body, problem)
	}
	if strings.Contains(got.Get("If-Modified-Since"), "\n") || got.Get("X-Evil") != "" {
		t.Errorf("a validator of the server reached the request raw: %v", got)
	}
}

func TestUnaskedNotModifiedIsAProblem(t *testing.T) {
	s := serveHTTP(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) })
	_, _, problem := get(t, newClient(t, nil), s.url)
	wantProblem(t, problem, "status", "304")
}
