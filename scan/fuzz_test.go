package scan

import (
	"bytes"
	"net/url"
	"strings"
	"testing"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// wantCapture holds what everybody downstream relies on of a capture.
func wantCapture(t *testing.T, one capture) {
	t.Helper()
	if len(one.body) > maxFile {
		t.Errorf("a body of %d octets, want at most %d", len(one.body), maxFile)
	}
	if one.response.Size != len(one.body) {
		t.Errorf("size %d, want %d", one.response.Size, len(one.body))
	}
	addresses := []string{one.response.URL}
	for _, hop := range one.response.Hops {
		addresses = append(addresses, hop.URL, hop.Location)
	}
	for _, address := range addresses {
		if address != "" {
			wantAddress(t, address)
		}
	}
}

func wantAddress(t *testing.T, address string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil || u.User != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http" || u.Fragment != "" {
		t.Errorf("%q is no canonical address (%v)", address, err)
	}
	if len(address) > maxURL {
		t.Errorf("an address of %d octets, want at most %d", len(address), maxURL)
	}
	if again := canonical(address); again != address {
		t.Errorf("canonical twice gives %q, want %q", again, address)
	}
}

func FuzzParseHTTP(f *testing.F) {
	for _, seed := range []string{
		"HTTP/1.1 200 OK\n\n{}", "# https://keys.example.com/jwks\r\nHTTP/2 200\r\ndate: Sat, 31 Oct 2026 06:00:01 GMT\r\n\r\n" + keySetA,
		"\ufeff#\n#https://a.example.com\n\nHTTP/1.1 301 x\nLocation: //b.example.com/x y\n\nHTTP/1.1 302 x\nLocation: https://u:p@c.example.com\n\nHTTP/1.1 200\n\n",
		"HTTP/1.1 200 OK\nContent-Encoding: gzip\n\n" + gzipped("{}"), "HTTP/1.1 999999999999999999999\n\n", "HTTP/1.1 200\n: x\nx\n\nHTTP/", "#",
		"#http://00\nHTTP/ 301 \nLocation://:0:\n\nHTTP/ 100",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		before := bytes.Clone(data)
		one, err := parseHTTP(data, "a.http", now())
		if !bytes.Equal(before, data) {
			t.Error("the file was changed")
		}
		if err != nil {
			return
		}
		wantCapture(t, one)
		if status := one.response.Status; status < 100 || status > 999 {
			t.Errorf("status %d", status)
		}
	})
}

func FuzzParseHAR(f *testing.F) {
	for _, seed := range []string{
		har(entry{at: "2026-11-01T00:00:00Z", url: "https://a.example.com", body: "{}"}, entry{url: "https://u:p@a.example.com", body: "{}", base64: true}),
		har(entry{url: "https://a.example.com", body: gzipped("{}"), base64: true, header: map[string]string{"Content-Encoding": "gzip"}}),
		"\ufeff" + har(), `{"log": null}`, `{"log": {"entries": [null, 5, {}, {"response": {"status": 1e9}}]}}`, `{"log": {"entries": {}}}`, "[",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		found, err := parseHAR(data, "a.har", now())
		if len(found) == 0 && err == nil {
			t.Error("neither an entry nor an error: the file would be lost without a word")
		}
		for _, one := range found {
			wantCapture(t, one)
			if one.response.URL == "" || one.response.Time.IsZero() {
				t.Errorf("entry without a URL or a time: %+v", one.response)
			}
		}
	})
}

func FuzzParseAddress(f *testing.F) {
	for _, seed := range []string{
		"idp.example.com", "HTTPS://IDP.example.com:443/a%2Fb?c=d#e", "http://[::1%25eth0]:80/", "https://u:p@h", "https://h:/", "https:///x",
		"https://%41.example.com", "https://ex\u00e4mple.com/\u202e", "a:b", "https:x", "//h", "https://h/.well-known/openid-configuration/t", "https://h:0443",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(shown(text), "hunter2@") {
			t.Errorf("%q is shown as %q", text, shown(text))
		}
		u, err := parseAddress(text)
		if err != nil {
			return
		}
		wantAddress(t, u.String())
		for _, place := range metadataLocations(u.String()) {
			if issuerOf(place) == "" {
				t.Errorf("%q is a well-known place of no issuer", place)
			}
		}
	})
}

func FuzzTargetList(f *testing.F) {
	for _, seed := range []string{
		"https://a.example.com\nhttps://a.example.com # again\n", "\ufeff\r\n\t# x\r\n a#b #c", "u:p@h\n\x00\n ftp://x", strings.Repeat("x", maxLine+1) + "\ny",
	} {
		f.Add([]byte(seed))
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, data []byte) {
		if leadsOut(string(data)) {
			return
		}
		plan, err := NewPlan(Request{Dir: dir, Lists: []string{"-"}, Stdin: bytes.NewReader(data), Now: now()})
		if err != nil {
			t.Fatal(err)
		}
		lines := bytes.Count(data, []byte("\n")) + 1
		within := func(origin inventory.Origin) {
			if origin.File != "-" || origin.Line < 1 || origin.Line > lines {
				t.Errorf("origin %s, want a line of the list", origin)
			}
		}
		named := len(plan.Problems)
		for _, target := range plan.Targets {
			wantAddress(t, target.URL)
			named += len(target.Origins)
			for _, origin := range target.Origins {
				within(origin)
			}
		}
		for _, problem := range plan.Problems {
			within(problem.Origins[0])
		}
		if written := writtenLines(data); named != written {
			t.Errorf("%d targets and gaps, want %d: one for each line that is not empty", named, written)
		}
	})
}

// leadsOut reports whether a line may be a path to something on this machine.
func leadsOut(list string) bool {
	for line := range strings.Lines(strings.TrimPrefix(list, "\ufeff")) {
		text := strings.TrimSpace(line)
		if strings.Contains(text, "..") || strings.HasPrefix(text, "/") || strings.HasPrefix(text, ".") || strings.Contains(text, "\\") {
			return true
		}
	}
	return false
}

// writtenLines counts the lines of a list that are neither blank nor a comment,
// and those that are too long to tell.
func writtenLines(data []byte) int {
	n := 0
	for i, line := range strings.Split(string(data), "\n") {
		long := len(line) >= maxLine
		if i == 0 {
			line = strings.TrimPrefix(line, "\ufeff")
		}
		if text := strings.TrimSpace(line); long || text != "" && text[0] != '#' {
			n++
		}
	}
	return n
}
