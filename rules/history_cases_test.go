package rules_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
	"github.com/jwksaudit/jwksaudit/scan/jwks"
)

// told is a case's `history`: what earlier runs saw of one URL, in a form that is
// short enough to read.
//
//	# https://idp.example.com/jwks
//	Cache-Control: public, max-age=3600
//	a = {"kty": "EC", ...}
//	metadata = {"issuer": ...}
//	declared cadence = 720h
//	exposed a = 2026-06-01T00:00:00Z
//	spiffe_sequence = 12
//	2026-09-01T00:00:00Z 24h x30: a
//	2026-10-01T00:00:00Z 24h x3: status 503
//
// A line of polls gives the first of them, the time between two, how many, and the
// keys that they show. Header fields, metadata and what is declared hold for the
// polls after them. The last poll is this run's look.
type told struct {
	url, metadata string
	header        []string
	keys          map[string]string
	sets          map[string]*inventory.KeySet
	declared      *inventory.Declaration
	line          inventory.Timeline
	known         *inventory.Discovery
	last          string // the body of the last poll
	sequence      string // of a SPIFFE bundle; "" for a set that is none
}

// readHistory reads the history of a case and writes its last poll as captures into
// the folder; nil where the case has none.
func readHistory(t *testing.T, archive *txtar.Archive, folder, dir string) *told {
	t.Helper()
	for _, f := range archive.Files {
		if f.Name != folder+"/history" {
			continue
		}
		h := &told{keys: map[string]string{}, sets: map[string]*inventory.KeySet{}, line: inventory.Timeline{Exposed: map[string]time.Time{}}}
		for text := range strings.Lines(string(f.Data)) {
			if text = strings.TrimSpace(text); text == "" {
				continue
			}
			if err := h.read(text); err != nil {
				t.Fatalf("%s: %q: %v", f.Name, text, err)
			}
		}
		h.capture(t, dir)
		return h
	}
	return nil
}

func (h *told) read(text string) error {
	name, value, assigns := strings.Cut(text, " = ")
	switch {
	case strings.HasPrefix(text, "# "):
		h.url, h.line.URL = text[2:], text[2:]
		return nil
	case assigns && !strings.Contains(name, ":"):
		return h.assign(name, value)
	case text[0] >= '0' && text[0] <= '9':
		return h.poll(text)
	}
	field, _, ok := strings.Cut(text, ": ")
	if !ok {
		return fmt.Errorf("neither a poll, a field nor an assignment")
	}
	for i, have := range h.header {
		if strings.HasPrefix(have, field+": ") {
			h.header[i] = text
			return nil
		}
	}
	h.header = append(h.header, text)
	return nil
}

func (h *told) assign(name, value string) error {
	switch word, rest, _ := strings.Cut(name, " "); {
	case name == "metadata":
		h.metadata = value
		var problem *inventory.Problem
		if h.known, problem = jwks.DecodeDiscovery([]byte(value)); problem != nil {
			return fmt.Errorf("metadata: %s", problem.Detail)
		}
	case word == "exposed":
		at, err := time.Parse(time.RFC3339, value)
		if err != nil {
			return err
		}
		set, _ := jwks.Decode([]byte(h.body(rest)))
		h.line.Exposed[set.Keys[0].Thumbprint] = at
	case name == "spiffe_sequence":
		h.sequence = value
	case word == "declared":
		return h.declare(rest, value)
	default:
		h.keys[name] = value
	}
	return nil
}

func (h *told) declare(what, value string) error {
	if h.declared == nil {
		h.declared = &inventory.Declaration{Owner: "team-identity"}
	}
	if what == "environment" {
		h.declared.Environment = value
		return nil
	}
	d, err := time.ParseDuration(value)
	if err != nil {
		return err
	}
	v := inventory.Value[time.Duration]{V: d, From: inventory.Declared}
	switch what {
	case "cadence":
		h.declared.Cadence = v
	case "lead":
		h.declared.Lead = v
	case "lifetime":
		h.declared.TokenLifetime = v
	default:
		return fmt.Errorf("nothing is declared by the name %q", what)
	}
	return nil
}

// poll reads "2026-09-01T00:00:00Z 24h x30: a b".
func (h *told) poll(text string) error {
	when, shown, _ := strings.Cut(text, "x")
	times, shown, _ := strings.Cut(shown, ":")
	fields := strings.Fields(when)
	if len(fields) != 2 {
		return fmt.Errorf("want a time, a step, a count and what is shown")
	}
	at, err := time.Parse(time.RFC3339, fields[0])
	if err != nil {
		return err
	}
	step, err := time.ParseDuration(fields[1])
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(times)
	if err != nil {
		return err
	}
	shown = strings.TrimSpace(shown)
	for range n {
		p := inventory.Poll{Time: at, Metadata: h.known}
		if status, failed := strings.CutPrefix(shown, "status "); failed {
			p.Failed, p.Problem = true, inventory.ProblemStatus
			p.Status, _ = strconv.Atoi(status)
			h.last = ""
		} else {
			h.last = h.body(shown)
			if h.sets[h.last] == nil {
				h.sets[h.last], _ = jwks.Decode([]byte(h.last))
			}
			p.Keys, p.Caching, p.Status = h.sets[h.last], h.caching(at), 200
		}
		h.line.Polls, at = append(h.line.Polls, p), at.Add(step)
	}
	return nil
}

func (h *told) body(names string) string {
	var keys []string
	for name := range strings.FieldsSeq(names) {
		keys = append(keys, "    "+h.keys[name])
	}
	bundle := ""
	if h.sequence != "" {
		bundle = "\"spiffe_sequence\": " + h.sequence + ", \"spiffe_refresh_hint\": 300, "
	}
	return "{" + bundle + "\"keys\": [\n" + strings.Join(keys, ",\n") + "\n]}\n"
}

func (h *told) caching(at time.Time) inventory.Header {
	if len(h.header) == 0 {
		return nil
	}
	header := inventory.Header{"Date": {at.Format("Mon, 02 Jan 2006 15:04:05 GMT")}}
	for _, text := range h.header {
		name, value, _ := strings.Cut(text, ": ")
		header.Add(name, value)
	}
	return inventory.CachingOf(header)
}

// capture writes the last poll as scan would find it recorded.
func (h *told) capture(t *testing.T, dir string) {
	t.Helper()
	last := h.line.Polls[len(h.line.Polls)-1]
	h.line.Polls = h.line.Polls[:len(h.line.Polls)-1]
	write := func(name, url string, status int, body string) {
		text := fmt.Sprintf("# %s\nHTTP/1.1 %d Answer\nDate: %s\n", url, status, last.Time.Format("Mon, 02 Jan 2006 15:04:05 GMT"))
		if status == 200 {
			text += strings.Join(h.header, "\n") + "\n"
			if h.known != nil && url != h.url {
				text = strings.ReplaceAll(text, "application/jwk-set+json", "application/json")
			}
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text+"\n"+body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("history-keys.http", h.url, last.Status, h.last)
	if h.known != nil {
		write("history-metadata.http", h.known.Issuer+"/.well-known/openid-configuration", 200, h.metadata)
	}
}

// tell gives the endpoint what earlier runs saw of it.
func (h *told) tell(e *inventory.Endpoint) {
	if h == nil || e.URL != h.url {
		return
	}
	line := h.line
	for _, o := range e.Observations {
		p := inventory.PollOf(o)
		if p.Metadata == nil {
			p.Metadata = h.known
		}
		line.Polls = append(line.Polls, p)
	}
	e.Timeline, e.Declared = &line, h.declared
}
