package scan

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// describeHops puts redirects into one text.
func describeHops(hops []inventory.Hop) string {
	var out []string
	for _, hop := range hops {
		out = append(out, fmt.Sprintf("%s %d %s", hop.URL, hop.Status, hop.Location))
	}
	return strings.Join(out, ", ")
}

// What `curl -si` prints, with and without -L, --compressed and a proxy, as it is
// and after an editor saved it.
func TestCapturedResponses(t *testing.T) {
	served := time.Date(2026, 10, 31, 6, 0, 1, 0, time.UTC)
	for _, test := range []struct {
		name, text string
		url, hops  string
		status     int
		body       string
		at         time.Time
	}{
		{"LF", "# https://keys.example.com/jwks\nHTTP/1.1 200 OK\nDate: Sat, 31 Oct 2026 06:00:01 GMT\n\n{}",
			"https://keys.example.com/jwks", "", 200, "{}", served},
		{"CRLF", "# https://keys.example.com/jwks\r\nHTTP/2 200\r\ndate: Sat, 31 Oct 2026 06:00:01 GMT\r\n\r\n{}\r\n",
			"https://keys.example.com/jwks", "", 200, "{}\r\n", served},
		{"without a URL or a date", "HTTP/1.1 200 OK\n\n{}", "", "", 200, "{}", now()},
		{"with other comments, blank lines and a byte-order mark",
			"\ufeff# saved by hand\n#https://keys.example.com:443/jwks\n\n# from https://other.example.com\n\nHTTP/1.1 200 OK\n\n{}",
			"https://keys.example.com/jwks", "", 200, "{}", now()},
		{"a URL with credentials, which are dropped",
			"# https://admin:hunter2@keys.example.com/jwks\nHTTP/1.1 200 OK\n\n{}", "https://keys.example.com/jwks", "", 200, "{}", now()},
		{"redirects of -L", "# https://idp.example.com/a\nHTTP/1.1 301 Moved\nLocation: /b\n\nHTTP/1.1 302 Found\nLocation: https://keys.example.com/c\n\nHTTP/1.1 200 OK\n\n{}",
			"https://idp.example.com/a", "https://idp.example.com/a 301 https://idp.example.com/b, https://idp.example.com/b 302 https://keys.example.com/c", 200, "{}", now()},
		{"redirects of -L from a URL that is not known", "HTTP/1.1 301 Moved\nLocation: https://keys.example.com/c\n\nHTTP/1.1 200 OK\n\n{}",
			"", "", 200, "{}", now()},
		{"a redirect that was not followed", "# https://idp.example.com/a\nHTTP/1.1 301 Moved\nLocation: /b\n\n",
			"https://idp.example.com/a", "", 301, "", now()},
		{"a proxy and 100 Continue before the answer", "HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\n\r\nnone",
			"", "", 404, "none", now()},
		{"gzip", "HTTP/1.1 200 OK\nContent-Encoding: gzip\n\n" + gzipped("{}"), "", "", 200, "{}", now()},
		{"gzip that curl has undone", "HTTP/1.1 200 OK\nContent-Encoding: gzip\n\n{}", "", "", 200, "{}", now()},
		{"a date that is none", "HTTP/1.1 200 OK\nDate: yesterday\n\n{}", "", "", 200, "{}", now()},
		{"no body", "HTTP/1.1 204 No Content", "", "", 204, "", now()},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := parseHTTP([]byte(test.text), "a.http", now())
			if err != nil {
				t.Fatal(err)
			}
			r := got.response
			if r.URL != test.url || r.Status != test.status || string(got.body) != test.body || !r.Time.Equal(test.at) || describeHops(r.Hops) != test.hops {
				t.Errorf("url %q, status %d, body %q, at %s, hops %q", r.URL, r.Status, got.body, r.Time, describeHops(r.Hops))
			}
			if r.Capture != "a.http" || r.Size != len(got.body) {
				t.Errorf("file %q, size %d", r.Capture, r.Size)
			}
		})
	}
}

// Where the empty line before the body is missing, keys must not end up among the
// header fields, which reports may show.
func TestNoBodyAmongTheHeaderFields(t *testing.T) {
	got, err := parseHTTP([]byte("HTTP/1.1 200 OK\nServer: x\nbroken\n{\"d\": \"secret\"}\n"), "a.http", now())
	if err != nil {
		t.Fatal(err)
	}
	if len(got.response.Header) != 1 || got.response.Header.Get("server") != "x" {
		t.Errorf("header %q, want only Server", got.response.Header)
	}
}

func TestArchives(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       []string // status, URL, time and body
		err        string
	}{
		{"text and base64, in the order of the file", har(
			entry{at: "2026-11-01T02:00:00.5+01:00", url: "https://a.example.com:443/jwks", body: "{}"},
			entry{at: "2026-11-01T00:00:00Z", url: "https://b.example.com/jwks", body: "[]", base64: true, status: 404}),
			[]string{"200 https://a.example.com/jwks 01:00:00 {}", "404 https://b.example.com/jwks 00:00:00 []"}, ""},
		{"a byte-order mark", "\ufeff" + har(entry{at: "2026-11-01T00:00:00Z", url: "https://a.example.com", body: "{}"}),
			[]string{"200 https://a.example.com 00:00:00 {}"}, ""},
		{"gzip that the tool left", har(entry{at: "2026-11-01T00:00:00Z", url: "https://a.example.com", body: gzipped("{}"), base64: true, header: map[string]string{"content-encoding": "gzip"}}),
			[]string{"200 https://a.example.com 00:00:00 {}"}, ""},
		{"no time", har(entry{at: "soon", url: "https://a.example.com", body: "{}"}),
			[]string{"200 https://a.example.com 12:00:00 {}"}, ""},
		{"credentials in a URL", har(entry{at: "soon", url: "https://admin:hunter2@a.example.com", body: "{}"}),
			[]string{"200 https://a.example.com 12:00:00 {}"}, ""},
		{"answers to nothing that is asked here", har(
			entry{url: "https://a.example.com", status: 304}, entry{url: "data:text/plain,x"}, entry{url: "https://a.example.com", body: "{}"}),
			[]string{"200 https://a.example.com 12:00:00 {}"}, ""},
		{"another method", strings.Replace(har(entry{url: "https://a.example.com"}), `"GET"`, `"POST"`, 1),
			nil, "holds no GET that was answered, want at least one"},
		{"a bad entry between good ones", `{"log": {"entries": [` +
			inner(entry{url: "https://a.example.com", body: "{}"}) + `, {"response": {"status": "200"}}, 5, ` +
			strings.Replace(inner(entry{url: "https://b.example.com", body: "{}", base64: true}), "e30=", "e3!=", 1) + `, ` +
			inner(entry{url: "https://c.example.com", body: "{}"}) + `]}}`,
			[]string{"200 https://a.example.com 12:00:00 {}", "200 https://c.example.com 12:00:00 {}"},
			"has 5 entries, of which 3 cannot be read: entry 2 is not an entry of HAR 1.2"},
		{"text that breaks off", `{"log": {"entries": [`, nil, "is not the JSON of a HAR 1.2 archive: save it again"},
	} {
		t.Run(test.name, func(t *testing.T) {
			found, err := parseHAR([]byte(test.text), "a.har", now())
			var got []string
			for _, one := range found {
				r := one.response
				got = append(got, fmt.Sprintf("%d %s %s %s", r.Status, r.URL, r.Time.Format(time.TimeOnly), one.body))
			}
			wantLines(t, "entries", got, test.want)
			if text := fmt.Sprint(err); test.err == "" && err != nil || test.err != "" && text != test.err {
				t.Errorf("error %v, want %q", err, test.err)
			}
		})
	}
}

// inner is an entry without its archive.
func inner(e entry) string {
	text := har(e)
	return text[strings.Index(text, "[")+1 : strings.LastIndex(text, "]")]
}

// at is a recorded response n minutes after the hour.
func at(n int, url string, status int, location string) capture {
	header := inventory.Header{}
	if location != "" {
		header.Add("Location", location)
	}
	return capture{body: []byte(fmt.Sprint(n)), response: inventory.Response{
		URL: url, Status: status, Header: header, Time: now().Add(time.Duration(n) * time.Minute),
	}}
}

// Redirects within captures lead to the response that followed upon them.
func TestCapturesAnswerInOrderOfTime(t *testing.T) {
	const a, b, c = "https://a.example.com", "https://b.example.com", "https://c.example.com"
	for _, test := range []struct {
		name     string
		captures []capture
		want     []string // minute, status and hops of each answer to a
	}{
		{"none", []capture{at(1, b, 200, "")}, nil},
		{"oldest first", []capture{at(3, a, 200, ""), at(1, a, 503, ""), at(2, a, 200, "")}, []string{"1 503 ", "2 200 ", "3 200 "}},
		{"each redirect with its own answer", []capture{at(1, a, 302, b), at(2, b, 200, ""), at(10, a, 302, b), at(11, b, 200, "")},
			[]string{"2 200 " + a + " 302 " + b, "11 200 " + a + " 302 " + b}},
		{"redirects that share one answer", []capture{at(1, a, 302, b), at(2, a, 307, b), at(3, b, 200, "")},
			[]string{"3 200 " + a + " 302 " + b}},
		{"an answer that was recorded before", []capture{at(1, b, 200, ""), at(2, a, 302, b)}, []string{"1 200 " + a + " 302 " + b}},
		{"two hops", []capture{at(1, a, 301, "/x"), at(2, a+"/x", 308, c), at(3, c, 404, "")},
			[]string{"3 404 " + a + " 301 " + a + "/x, " + a + "/x 308 " + c}},
		{"a redirect that leads out of the captures", []capture{at(1, a, 302, b)}, []string{"1 302 "}},
		{"a redirect to itself", []capture{at(1, a, 302, a)}, []string{"1 302 " + strings.Repeat(a+" 302 "+a+", ", 4) + a + " 302 " + a}},
		{"a redirect to credentials", []capture{at(1, a, 302, "https://x:y@b.example.com"), at(2, b, 200, "")}, []string{"1 302 "}},
		{"no redirect without its status", []capture{at(1, a, 300, b), at(2, b, 200, "")}, []string{"1 300 "}},
	} {
		t.Run(test.name, func(t *testing.T) {
			recorded := captures{}
			for _, one := range test.captures {
				recorded.add(one)
			}
			recorded.sort()
			var got []string
			for _, one := range recorded.answers(a) {
				if one.response.URL != a {
					t.Errorf("an answer of %s, want %s", one.response.URL, a)
				}
				got = append(got, fmt.Sprintf("%s %d %s", one.body, one.response.Status, describeHops(one.response.Hops)))
			}
			wantLines(t, "answers", got, test.want)
		})
	}
}
