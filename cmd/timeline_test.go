package cmd

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/history"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// TestTimelineOfAHistory draws what a store holds, by the URL of a key set and by its
// issuer, until a time.
func TestTimelineOfAHistory(t *testing.T) {
	path := filepath.Join(t.TempDir(), "jwks.db")
	fillHistory(t, path)
	for _, c := range []struct {
		args  []string
		polls int
		kinds string
	}{
		{[]string{"https://idp.example.com/jwks"}, 9, "key-added key-removed"},
		{[]string{"https://idp.example.com"}, 9, "key-added key-removed"},
		{[]string{"https://idp.example.com/jwks", "--now", "2026-08-05T12:00:00Z"}, 5, "key-added"},
	} {
		var out, errs bytes.Buffer
		system := machine()
		system.Stdout, system.Stderr, system.Now = &out, &errs, func() time.Time { return historyStart().AddDate(0, 0, 30) }
		system.Args = append([]string{"timeline", "--history", path, "-o", "json"}, c.args...)
		if code := Main(t.Context(), system); code != exitClean {
			t.Fatalf("%v: exit %d: %s", c.args, code, &errs)
		}
		var timeline struct {
			Polls  int
			Events []struct{ Kind string }
		}
		if err := json.Unmarshal(out.Bytes(), &timeline); err != nil {
			t.Fatal(err)
		}
		var kinds []string
		for _, e := range timeline.Events {
			kinds = append(kinds, e.Kind)
		}
		if got := strings.Join(kinds, " "); timeline.Polls != c.polls || got != c.kinds {
			t.Errorf("%v: %d polls and events %q, want %d and %q", c.args, timeline.Polls, got, c.polls, c.kinds)
		}
	}
}

func historyStart() time.Time { return time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC) }

// fillHistory records a rotation that was seen daily: a, a b, b.
func fillHistory(t *testing.T, path string) {
	t.Helper()
	store, err := history.Open(t.Context(), path, history.Options{Now: historyStart()})
	if err != nil {
		t.Fatal(err)
	}
	key := func(name string) inventory.Key {
		return inventory.Key{Kty: "EC", Crv: "P-256", Alg: "ES256", Use: "sig", Kid: name, Thumbprint: name, Bits: 256}
	}
	a, b := key("a"), key("b")
	b.Index = 1
	sets := []*inventory.KeySet{{Keys: []inventory.Key{a}}, {Keys: []inventory.Key{a, b}}, {Keys: []inventory.Key{b}}}
	sets[2].Keys[0].Index = 0
	var looks []history.Look
	for day := range 9 {
		looks = append(looks, history.Look{URL: "https://idp.example.com/jwks", Poll: inventory.Poll{
			Time: historyStart().AddDate(0, 0, day), Status: 200, Keys: sets[day/3],
			Caching:  inventory.Header{"Age": {"0"}, "Cache-Control": {"max-age=3600"}},
			Metadata: &inventory.Discovery{Issuer: "https://idp.example.com", JWKSURI: "https://idp.example.com/jwks"},
		}})
	}
	if _, err := store.Record(t.Context(), looks); err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
}
