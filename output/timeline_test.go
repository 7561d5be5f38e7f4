package output

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// pastReport is a report of an endpoint that rotates every ten days; kid makes the
// kid of a key.
func pastReport(kid func(i int) string, name string) *Report {
	e := &inventory.Endpoint{
		URL: name, Issuer: strings.TrimSuffix(name, "/jwks"), Timeline: &inventory.Timeline{URL: name},
		Consumers: []*inventory.Consumer{{
			Product: "envoy", Name: kid(0),
			Refresh: inventory.Refresh{
				Mode:       inventory.ModeLazy,
				Interval:   inventory.Value[inventory.Span]{V: inventory.For(5 * time.Minute), From: inventory.Explicit},
				UnknownKid: inventory.Value[bool]{From: inventory.VendorDefault},
				HTTPCache:  inventory.CacheIgnored,
			},
		}},
	}
	start := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	sets := map[[2]int]*inventory.KeySet{}
	for day := range 65 {
		p := inventory.Poll{Time: start.AddDate(0, 0, day), Status: 200, Caching: inventory.Header{"Age": {"0"}, "Cache-Control": {"max-age=3600"}}}
		shown := [2]int{day / 10, day / 10}
		if day%10 < 3 && day >= 10 {
			shown[0]--
		}
		switch {
		case day == 33 || day == 34:
			p = inventory.Poll{Time: p.Time, Failed: true, Problem: inventory.ProblemStatus, Status: 503}
		case sets[shown] == nil:
			sets[shown] = pastSet(shown[0], shown[1], kid)
			fallthrough
		default:
			p.Keys = sets[shown]
		}
		e.Timeline.Polls = append(e.Timeline.Polls, p)
	}
	h := rules.HistoryOf(e, inventory.DefaultPolicy())
	return &Report{Timeline: &Timeline{Name: e.Name(), Issuer: e.Issuer, History: h, Pace: rules.PaceOf(e, h), Consumers: e.Consumers}}
}

func pastSet(from, to int, kid func(int) string) *inventory.KeySet {
	set := &inventory.KeySet{}
	for i := from; i <= to; i++ {
		set.Keys = append(set.Keys, inventory.Key{
			Index: len(set.Keys), Kty: "EC", Crv: "P-256", Alg: "ES256", Use: "sig", Kid: kid(i),
			Thumbprint: "thumbprint-" + string(rune('a'+i)), Bits: 256,
		})
	}
	return set
}

func monthly(i int) string { return "2026-0" + string(rune('1'+i)) }

func renderTimeline(t *testing.T, format string, r *Report, o Options) []byte {
	t.Helper()
	f, err := LookupTimeline(format)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b, r, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestGoldenTimeline(t *testing.T) {
	for _, c := range []struct {
		name, format string
		options      Options
	}{
		{"timeline-80.txt", "table", Options{}},
		{"timeline-120.txt", "table", Options{Width: 120, Wide: true}},
		{"timeline.svg", "svg", Options{}},
		{"timeline.json", "json", Options{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := pastReport(monthly, "https://idp.example.com/jwks")
			first := renderTimeline(t, c.format, r, c.options)
			golden(t, c.name, first)
			if !bytes.Equal(first, renderTimeline(t, c.format, pastReport(monthly, "https://idp.example.com/jwks"), c.options)) {
				t.Error("the same timeline written twice gave different bytes")
			}
		})
	}
}

func TestTimelineKeepsToItsSchema(t *testing.T) {
	schema := compileSchema(t, "../docs/timeline.schema.json")
	checkSchema(t, schema, renderTimeline(t, "json", pastReport(monthly, "https://idp.example.com/jwks"), Options{}))
	empty := pastReport(monthly, "")
	empty.Timeline.History = rules.HistoryOf(&inventory.Endpoint{}, inventory.DefaultPolicy())
	empty.Timeline.Pace = rules.Pace{}
	checkSchema(t, schema, renderTimeline(t, "json", empty, Options{}))
	for _, format := range TimelineFormats() {
		if got := renderTimeline(t, format.Name, empty, Options{}); len(got) == 0 {
			t.Errorf("%s writes nothing of a history that is empty", format.Name)
		}
	}
}

func TestHostileTextInTimelines(t *testing.T) {
	colors := regexp.MustCompile("\x1b\\[(0|1|2)m")
	schema := compileSchema(t, "../docs/timeline.schema.json")
	for _, text := range hostile() {
		r := pastReport(func(i int) string { return text + strings.Repeat("x", i) }, text)
		for _, o := range []Options{{}, {Width: 120, Wide: true}} {
			checkVisible(t, renderTimeline(t, "table", r, o))
			o.Color = true
			checkVisible(t, colors.ReplaceAll(renderTimeline(t, "table", r, o), nil))
		}
		document := renderTimeline(t, "json", r, Options{})
		checkVisible(t, document)
		checkSchema(t, schema, document)
		var read struct{ Keys []struct{ Kids []string } }
		if err := json.Unmarshal(document, &read); err != nil {
			t.Fatal(err)
		}
		if last := read.Keys[6].Kids; len(last) != 1 || last[0] != asJSON(t, text+"xxxxxx") {
			t.Errorf("read back %q, want %q", last, text+"xxxxxx")
		}
		checkSVG(t, renderTimeline(t, "svg", r, Options{Wide: true}))
	}
}

// checkSVG fails on what is no well-formed picture, or has more in it than shapes and text.
func checkSVG(t *testing.T, document []byte) {
	t.Helper()
	checkVisible(t, document)
	for decoder := xml.NewDecoder(bytes.NewReader(document)); ; {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("not XML: %v", err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "svg", "title", "style", "rect", "text", "line", "g":
		default:
			t.Errorf("element %s", start.Name.Local)
		}
		for _, attribute := range start.Attr {
			switch attribute.Name.Local {
			case "xmlns", "width", "height", "viewBox", "role", "class", "x", "y", "x1", "y1", "x2", "y2", "rx", "text-anchor":
			default:
				t.Errorf("attribute %s=%q", attribute.Name.Local, attribute.Value)
			}
		}
	}
}
