package output

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// TestPrometheusIsWellFormed holds every line to the text format, whatever servers
// and configurations say: https://prometheus.io/docs/instrumenting/exposition_formats/
func TestPrometheusIsWellFormed(t *testing.T) {
	sample := regexp.MustCompile(`^jwksaudit_[a-z0-9_]+(\{[a-z_]+="([^"\\\n]|\\.)*"(,[a-z_]+="([^"\\\n]|\\.)*")*\})? (-?\d+(\.\d+)?|\+Inf)$`)
	comment := regexp.MustCompile(`^# (HELP jwksaudit_[a-z0-9_]+ [ -~]+|TYPE jwksaudit_[a-z0-9_]+ gauge)$`)
	text := string(render(t, "prometheus", hostileReport("\"\n} 1\nevil 2\\\x1b[31m\u202e"), Options{}))
	seen := map[string]bool{}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if !sample.MatchString(line) && !comment.MatchString(line) {
			t.Errorf("not of the format: %q", line)
		}
		series, _, _ := strings.Cut(line, "} ")
		if seen[series] {
			t.Errorf("twice: %s", series)
		}
		seen[series] = true
	}
}

func TestPrometheusTellsTimes(t *testing.T) {
	noon := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	key := inventory.Key{Kty: "EC", Crv: "P-256", Kid: "a", Thumbprint: "a", EC: &inventory.ECKey{Curve: "P-256"}}
	next := key
	next.Kid, next.Thumbprint = "b", "b"
	first, second := &inventory.KeySet{Keys: []inventory.Key{key}}, &inventory.KeySet{Keys: []inventory.Key{key, next}}
	var polls []inventory.Poll
	for day := range 10 {
		set := first
		if day >= 4 {
			set = second
		}
		polls = append(polls, inventory.Poll{Time: noon.Add(time.Duration(day-9) * 24 * time.Hour), Status: 200, Keys: set})
	}
	e := RecordEndpoint(&inventory.Endpoint{
		URL:          "https://idp.example.com/jwks",
		Observations: []*inventory.Observation{{Time: noon, Keys: &inventory.Document[inventory.KeySet]{Value: second}}},
		Timeline:     &inventory.Timeline{Polls: polls},
	})
	text := string(render(t, "prometheus", &Report{ScannedAt: noon, Rules: rules.All(), Endpoints: []Endpoint{e}}, Options{}))
	for _, want := range []string{
		`jwksaudit_oldest_key_age_seconds{url="https://idp.example.com/jwks",issuer=""} 777600`,
		`jwksaudit_last_rotation_timestamp_seconds{url="https://idp.example.com/jwks",issuer=""} 1793102400`,
		`jwksaudit_keys{url="https://idp.example.com/jwks",issuer=""} 2`,
	} {
		if !strings.Contains(text, want+"\n") {
			t.Errorf("no line %s in\n%s", want, text)
		}
	}
}

// An issuer one of whose consumers is not known well enough has no window: neither
// that of the others, nor one that would read as without end.
func TestPrometheusHasNoWindowThatIsNotKnown(t *testing.T) {
	consumer := func(issuer string, refresh inventory.Refresh) *inventory.Consumer {
		return &inventory.Consumer{Issuers: []inventory.Value[string]{{V: issuer, From: inventory.Explicit}}, Refresh: refresh}
	}
	poll := inventory.Refresh{Mode: inventory.ModePoll, Interval: inventory.Value[inventory.Span]{V: inventory.For(time.Hour), From: inventory.Explicit}}
	vague := poll
	vague.Interval = inventory.Value[inventory.Span]{}
	seen, _ := window.FreshnessOf(&inventory.Response{Status: 200, Header: inventory.Header{"Cache-Control": {"no-store"}}})
	report := &Report{Rules: rules.All(), Freshness: map[*inventory.Consumer]window.Freshness{}, Consumers: []*inventory.Consumer{
		consumer("https://known.example.com", poll),
		consumer("https://vague.example.com", poll), consumer("https://vague.example.com", vague),
		consumer("https://fixed.example.com", vague), consumer("https://fixed.example.com", inventory.Refresh{Mode: inventory.ModeStatic}),
	}}
	for _, c := range report.Consumers {
		report.Freshness[c] = seen
	}
	text := string(render(t, "prometheus", report, Options{}))
	var windows []string
	for line := range strings.Lines(text) {
		if value, ok := strings.CutPrefix(line, "jwksaudit_new_key_window_seconds"); ok {
			windows = append(windows, strings.TrimSpace(value))
		}
	}
	want := []string{`{issuer="https://fixed.example.com"} +Inf`, `{issuer="https://known.example.com"} 3600`}
	if !slices.Equal(windows, want) {
		t.Errorf("windows %q, want %q", windows, want)
	}
}
