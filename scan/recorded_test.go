package scan

import (
	"strings"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// What captures answer is not fetched; what they do not answer is a gap offline.
func TestCapturesAnswerInPlaceOfTheNetwork(t *testing.T) {
	wellKnown := "# " + idp + openID + "\n" + ok + metadata(idp, jwksURL)
	for _, test := range []struct {
		name      string
		files     map[string]string
		args      []string
		endpoints []string
		gaps      []string
	}{
		{"a key set", map[string]string{"a.http": "# " + jwksURL + "\n" + ok + keySetA}, []string{"a.http", jwksURL},
			[]string{jwksURL + " <a.http:1:1" + commanded + "; keys a"}, nil},
		{"metadata and what it leads to", map[string]string{"a.http": wellKnown, "b.http": "# " + jwksURL + "\n" + ok + keySetA}, []string{idp, "."},
			[]string{jwksURL + " asked as " + idp + " <b.http:1:1" + commanded + " <a.http:1:1; metadata ok keys a"}, nil},
		{"metadata that leads out of the captures", map[string]string{"a.http": wellKnown}, []string{"a.http"},
			[]string{jwksURL + " asked as " + idp + " <a.http:1:1; metadata ok keys offline"}, []string{jwksURL + ": offline"}},
		{"an issuer that was never recorded", nil, []string{idp},
			[]string{idp + commanded + "; keys offline"}, []string{idp + ": offline"}},
		{"an issuer whose page was recorded beside its metadata",
			map[string]string{"a.har": har(entry{url: idp, body: htmlPage}, entry{url: idp + openID, body: metadata(idp, jwksURL)}, entry{url: jwksURL, body: keySetA})},
			[]string{idp, "a.har"},
			[]string{jwksURL + " asked as " + idp + " <a.har:1:1" + commanded + "; metadata ok keys a"}, nil},
		{"metadata at the last of the well-known places",
			map[string]string{"a.http": "# " + idp + openID + "/t\n" + ok + metadata(idp+"/t", jwksURL), "b.http": "# " + jwksURL + "\n" + ok + keySetA},
			[]string{idp + "/t", "a.http", "b.http"},
			[]string{jwksURL + " asked as " + idp + "/t <b.http:1:1" + commanded + " <a.http:1:1; metadata ok keys a"}, nil},
		{"a recorded failure stays what it is", map[string]string{"a.http": "# " + jwksURL + "\nHTTP/2 503\n\nbusy"}, []string{"a.http"},
			[]string{jwksURL + " <a.http:1:1; keys status"}, []string{jwksURL + ": status"}},
		{"a recorded failure without a URL", map[string]string{"a.http": "HTTP/2 503\n\nbusy"}, []string{"a.http"},
			[]string{"a.http <a.http:1:1; keys status"}, []string{"a.http: status"}},
		{"saved metadata", map[string]string{"m.json": metadata(idp, jwksURL), "b.http": "# " + jwksURL + "\n" + ok + keySetA}, []string{"m.json", "b.http"},
			[]string{jwksURL + " <b.http:1:1 <m.json:1:1; metadata ok keys a"}, nil},
		{"saved metadata without keys", map[string]string{"m.json": `{"issuer": "x", "token_endpoint": "y"}`}, []string{"m.json"},
			[]string{"x <m.json:1:1; metadata ok"}, []string{"m.json: no-jwks-uri"}},
		{"a saved key set that is no JSON", map[string]string{"keys.jwks": htmlPage}, []string{"keys.jwks"},
			[]string{"keys.jwks <keys.jwks:1:1; keys not-json"}, []string{"keys.jwks: not-json"}},
		{"redirects of curl -L", map[string]string{"a.http": "# " + idp + "/keys\nHTTP/2 302\nLocation: " + jwksURL + "\n\n" + ok + keySetA}, []string{"a.http"},
			[]string{idp + "/keys <a.http:1:1; keys a"}, nil},
		{"a gzip body", map[string]string{"a.http": "# " + jwksURL + "\nHTTP/2 200\ncontent-encoding: gzip\n\n" + gzipped(keySetA)}, []string{"a.http"},
			[]string{jwksURL + " <a.http:1:1; keys a"}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			offline := observe(t.Context(), planOf(t, test.files, Request{Args: test.args}), nil)
			wantSeen(t, offline, test.endpoints, test.gaps)
			if len(test.gaps) > 0 {
				return
			}
			network := &site{}
			wantSeen(t, observe(t.Context(), planOf(t, test.files, Request{Args: test.args}), network), test.endpoints, nil)
			wantLines(t, "asked", network.asked, nil)
		})
	}
}

// Each entry of an archive is an observation of its URL, in order of time,
// whatever their order in the file; a redirect counts as what it led to.
func TestArchivesAreObservationsInOrderOfTime(t *testing.T) {
	minute := func(n int) string { return now().Add(time.Duration(n) * time.Minute).Format(time.RFC3339) }
	plan := planOf(t, map[string]string{"a.har": har(
		entry{at: minute(30), url: jwksURL, body: keySetB},
		entry{at: minute(20), url: jwksURL, status: 503},
		entry{at: minute(10), url: jwksURL, body: keySetA},
		entry{at: minute(41), url: idp + "/moved", body: keySetB},
		entry{at: minute(40), url: jwksURL, status: 302, header: map[string]string{"location": idp + "/moved"}},
	)}, Request{Args: []string{"a.har"}})
	wantSeen(t, observe(t.Context(), plan, nil), []string{
		jwksURL + " <a.har:1:1; keys a at +10 min; keys status; keys b at +30 min; keys b at +41 min",
		idp + "/moved <a.har:1:1; keys b at +41 min",
	}, nil)
}

// A failure that was followed by an answer is no gap, and one that was not is.
func TestTheNewestRecordingDecides(t *testing.T) {
	plan := planOf(t, map[string]string{"a.har": har(
		entry{at: now().Format(time.RFC3339), url: jwksURL, body: keySetA},
		entry{at: now().Add(time.Minute).Format(time.RFC3339), url: jwksURL, status: 301, header: map[string]string{"location": idp + "/moved"}},
	)}, Request{Args: []string{"a.har"}})
	got := observe(t.Context(), plan, nil)
	wantLines(t, "gaps", describeGaps(got.gaps), []string{jwksURL +
		": status: answered 301, and no capture answers https://idp.example.com/moved, to which it redirects: record it too, with `curl -siL` <a.har:1:1"})
}

// Offline the same captures give the same times, whatever the clock says.
func TestRecordedMetadataDatesItsObservation(t *testing.T) {
	files := map[string]string{"a.http": "# " + idp + openID + "\nHTTP/1.1 200 OK\nDate: Sat, 31 Oct 2026 06:00:01 GMT\n\n" + `{"issuer": "https://idp.example.com"}`}
	planOf(t, files, Request{Args: []string{"a.http"}}).Observe(t.Context(), Run{Now: now, Judge: func(_, _ int, e *inventory.Endpoint) {
		if got := e.Observations[0].Time.Format(time.RFC3339); got != "2026-10-31T06:00:01Z" {
			t.Errorf("observed at %s, want the time of the capture", got)
		}
	}})
}

// A password that a capture's URL holds reaches neither endpoints nor gaps.
func TestCapturedCredentialsAreDropped(t *testing.T) {
	plan := planOf(t, map[string]string{
		"a.http": "# https://admin:hunter2@keys.example.com/jwks\nHTTP/1.1 302 Found\nLocation: https://admin:hunter2@idp.example.com\n\n",
		"b.har":  har(entry{url: "https://admin:hunter2@idp.example.com/jwks", body: "{\"keys\": 5}"}),
	}, Request{Args: []string{"."}})
	got := observe(t.Context(), plan, nil)
	wantSeen(t, got,
		[]string{jwksURL + " <a.http:1:1; keys status", idp + "/jwks <b.har:1:1; keys shape"},
		[]string{jwksURL + ": status", idp + "/jwks: shape"})
	if text := strings.Join(append(got.endpoints, describeGaps(got.gaps)...), "\n"); strings.Contains(text, "hunter2") {
		t.Errorf("shows the password:\n%s", text)
	}
}
