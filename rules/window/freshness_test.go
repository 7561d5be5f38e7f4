package window_test

import (
	"net/textproto"
	"strings"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// response is a 200 of 2026-01-01 with these header lines.
func response(lines ...string) *inventory.Response {
	h := inventory.Header{"Date": {"Thu, 01 Jan 2026 00:00:00 GMT"}}
	for _, line := range lines {
		name, value, _ := strings.Cut(line, ":")
		name = textproto.CanonicalMIMEHeaderKey(name)
		h[name] = append(h[name], strings.TrimSpace(value))
	}
	return &inventory.Response{Status: 200, Header: h, Time: epoch()}
}

func TestFreshness(t *testing.T) {
	const modified = "Last-Modified: Mon, 22 Dec 2025 00:00:00 GMT" // ten days before Date
	cases := []struct {
		name            string
		lines           []string
		source          string
		e, outage, from string
	}{
		{"nothing said", nil, "none", "0s", "0s", "observed"},
		{"max-age", []string{"Cache-Control: max-age=600"}, "max-age", "10m", "10m", "observed"},
		{"zero", []string{"Cache-Control: max-age=0"}, "max-age", "0s", "0s", "observed"},
		{"s-maxage is for shared caches, max-age for private ones", []string{"Cache-Control: max-age=600, s-maxage=60"}, "s-maxage", "1m to 10m", "1m to 10m", "observed"},
		{"s-maxage above max-age", []string{"Cache-Control: max-age=60, s-maxage=600"}, "s-maxage", "10m", "10m", "observed"},
		{"s-maxage forbids stale responses, not all obey", []string{"Cache-Control: s-maxage=600, stale-while-revalidate=60"}, "s-maxage", "10m to 11m", "10m to 11m", "observed"},
		{"stale terms", []string{"Cache-Control: max-age=600, stale-while-revalidate=60, stale-if-error=120"}, "max-age", "11m", "12m", "observed"},
		{"stale-if-error below stale-while-revalidate", []string{"Cache-Control: max-age=600, stale-while-revalidate=60, stale-if-error=30"}, "max-age", "11m", "11m", "observed"},
		{"must-revalidate", []string{"Cache-Control: max-age=600, must-revalidate, stale-while-revalidate=60, stale-if-error=90"}, "max-age", "10m", "10m", "observed"},
		{"proxy-revalidate", []string{"Cache-Control: max-age=600, proxy-revalidate, stale-if-error=90"}, "max-age", "10m", "10m", "observed"},
		{"no-store wins", []string{"Cache-Control: max-age=600, no-store, stale-if-error=60"}, "no-store", "0s", "0s", "observed"},
		{"no-cache wins", []string{"Cache-Control: max-age=600, no-cache"}, "no-cache", "0s", "0s", "observed"},
		{"the second line counts", []string{"Cache-Control: max-age=600", "Cache-Control: no-store"}, "no-store", "0s", "0s", "observed"},
		{"no-cache for some fields", []string{`Cache-Control: max-age=600, no-cache="set-cookie"`}, "max-age", "0s to 10m", "0s to 10m", "observed"},
		{"two values", []string{"Cache-Control: max-age=600, max-age=60"}, "max-age", "0s to 10m", "0s to 10m", "observed"},
		{"the same value twice", []string{"Cache-Control: max-age=600, max-age=600"}, "max-age", "10m", "10m", "observed"},
		{"semicolon", []string{"Cache-Control: max-age=300;s-maxage=10"}, "s-maxage", "0s to 5m", "0s to 5m", "observed"},
		{"no number", []string{"Cache-Control: max-age=soon", "Expires: Thu, 01 Jan 2026 01:00:00 GMT"}, "expires", "0s to 1h", "0s to 1h", "observed"},
		{"doubtful must-revalidate", []string{"Cache-Control: max-age=600, must-revalidate=1, stale-if-error=60"}, "max-age", "0s to 10m", "0s to 11m", "observed"},
		{"Expires", []string{"Expires: Thu, 01 Jan 2026 01:00:00 GMT"}, "expires", "1h", "1h", "observed"},
		{"Expires, RFC 850", []string{"Expires: Thursday, 01-Jan-26 01:00:00 GMT"}, "expires", "1h", "1h", "observed"},
		{"Expires, asctime", []string{"Expires: Thu Jan  1 01:00:00 2026"}, "expires", "1h", "1h", "observed"},
		{"Expires in the past", []string{"Expires: Thu, 01 Dec 1994 16:00:00 GMT"}, "expires", "0s", "0s", "observed"},
		{"Expires 0", []string{"Expires: 0", modified}, "expires", "0s", "0s", "observed"},
		{"max-age before Expires", []string{"Cache-Control: max-age=60", "Expires: Thu, 01 Jan 2026 01:00:00 GMT"}, "max-age", "1m", "1m", "observed"},
		{"two Expires", []string{"Expires: 0", "Expires: Thu, 01 Jan 2026 01:00:00 GMT"}, "expires", "0s to 1h", "0s to 1h", "observed"},
		{"heuristic", []string{modified}, "heuristic", "0s to 1d", "0s to 1d", "assumed"},
		{"heuristic with public", []string{"Cache-Control: public", modified}, "heuristic", "0s to 1d", "0s to 1d", "assumed"},
		{"modified in the future", []string{"Last-Modified: Fri, 02 Jan 2026 00:00:00 GMT"}, "none", "0s", "0s", "observed"},
		{"Age below E lowers nothing", []string{"Cache-Control: max-age=600", "Age: 599"}, "max-age", "10m", "10m", "observed"},
		{"Age above E raises it", []string{"Cache-Control: max-age=600", "Age: 900"}, "max-age", "15m", "15m", "observed"},
		{"Age in spite of no-store", []string{"Cache-Control: no-store", "Age: 900"}, "no-store", "15m", "15m", "observed"},
		{"a heuristic that was used", []string{modified, "Age: 7200"}, "heuristic", "2h to 1d", "2h to 1d", "assumed"},
		{"Age that is none", []string{"Cache-Control: max-age=600", "Age: -5", "Age: soon"}, "max-age", "10m", "10m", "observed"},
		{"68 years", []string{"Cache-Control: max-age=99999999999999999999"}, "max-age", "24855d3h14m8s", "24855d3h14m8s", "observed"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f, ok := window.FreshnessOf(response(c.lines...))
			if !ok {
				t.Fatal("not judged")
			}
			e, outage := window.Sum(f.E()), window.Sum(f.EOutage())
			equal(t, f.Source, c.source)
			equal(t, e.Range(), c.e)
			equal(t, outage.Range(), c.outage)
			equal(t, e.From().String(), c.from)
		})
	}
}

func TestFreshnessNeedsHeaders(t *testing.T) {
	for _, resp := range []*inventory.Response{nil, {Status: 200}} {
		if f, ok := window.FreshnessOf(resp); ok {
			t.Errorf("%+v judged as %+v", resp, f)
		}
	}
	if _, ok := window.FreshnessOf(&inventory.Response{Header: inventory.Header{}}); !ok {
		t.Error("an empty header says that nothing was said, and was not judged")
	}
}

// Without Date the time of receipt stands in (RFC 9110 section 6.6.1).
func TestFreshnessWithoutDate(t *testing.T) {
	resp := response("Expires: Thu, 01 Jan 2026 03:00:00 GMT")
	delete(resp.Header, "Date")
	resp.Time = epoch().Add(time.Hour)
	f, _ := window.FreshnessOf(resp)
	equal(t, f.E().String(), "http_cache 2h (observed)")
}

// A heuristic lifetime grows with the document's age until it changes.
func TestGreatestAge(t *testing.T) {
	f, _ := window.FreshnessOf(response("Last-Modified: Mon, 22 Dec 2025 00:00:00 GMT"))
	equal(t, f.WithGreatestAge(100*day).E().String(), "http_cache 0s to 10d (assumed)")
	equal(t, f.WithGreatestAge(day).E().String(), "http_cache 0s to 1d (assumed)")
	explicit, _ := window.FreshnessOf(response("Cache-Control: max-age=60"))
	equal(t, explicit.WithGreatestAge(100*day).E().String(), "http_cache 1m (observed)")
}

// Only what a cache stores unasked has a heuristic lifetime (RFC 9110 section 15.1).
func TestHeuristicDependsOnStatus(t *testing.T) {
	for status, want := range map[int]string{404: "heuristic", 503: "none", 0: "heuristic"} {
		resp := response("Last-Modified: Mon, 22 Dec 2025 00:00:00 GMT")
		resp.Status = status
		f, _ := window.FreshnessOf(resp)
		equal(t, f.Source, want)
	}
}

func TestFreshnessFields(t *testing.T) {
	f, _ := window.FreshnessOf(response("Cache-Control: max-age=60, immutable, stale-while-revalidate=5, stale-if-error=7", "Age: 3, 4"))
	if !f.Immutable || !f.HasAge || f.Age != 4*time.Second || f.StaleWhileRevalidate != 5*time.Second || f.StaleIfError != 7*time.Second {
		t.Errorf("%+v", f)
	}
}
