package output

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// consumersReport adds to the fixture's consumers one of each kind that tables
// treat apart: pushed by a control plane, and of which nothing is known.
func consumersReport() *Report {
	r := fixture()
	span := func(d time.Duration, from inventory.Provenance) inventory.Value[inventory.Span] {
		return inventory.Value[inventory.Span]{V: inventory.For(d), From: from, Cite: "a source"}
	}
	pushed := &inventory.Consumer{
		Product: "istio", Variant: "istiod", Name: "shop/partners", Origin: at("fleet/mesh.yaml", 6, 13),
		JWKSURLs: []inventory.Value[string]{{V: legacy, From: inventory.Declared}},
		Refresh: inventory.Refresh{
			Mode: inventory.ModeControlPlane, Interval: span(45*time.Minute, inventory.Explicit), HTTPCache: inventory.CacheIgnored,
			UnknownKid: inventory.Value[bool]{From: inventory.VendorDefault}, PushDelay: span(10*time.Second, inventory.VendorDefault),
			StaleOnError: span(7*24*time.Hour, inventory.VendorDefault), Verdicts: span(0, inventory.VendorDefault), Coupled: true,
		},
		Notes: []string{"istiod's environment is not among the files: give it as well, or its defaults count for this consumer"},
	}
	managed := &inventory.Consumer{Product: "aws-alb", Name: "aws-alb", Origin: at("fleet/stack.yaml", 40, 5), Refresh: inventory.Refresh{Mode: inventory.ModeManaged}}
	return &Report{
		Consumers: append(r.Consumers, pushed, managed),
		Gaps:      []inventory.Problem{{Target: "fleet/broken.yaml", Kind: inventory.ProblemUnreadable, Detail: "bears the signs of istio but cannot be read: line 3: mapping values are not allowed here", Origins: []inventory.Origin{at("fleet/broken.yaml", 3, 0)}}},
		Skipped:   []Count{{"unrecognised files", 12}},
	}
}

func renderConsumers(t *testing.T, format string, r *Report, o Options) []byte {
	t.Helper()
	f, err := LookupConsumers(format)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b, r, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func renderConsumer(t *testing.T, c *inventory.Consumer, o Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteConsumer(&b, c, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestGoldenConsumers(t *testing.T) {
	for name, o := range map[string]Options{
		"consumers-80.txt": {}, "consumers-100.txt": {Width: 100}, "consumers-120.txt": {Width: 120}, "consumers-200.txt": {Width: 200},
		"consumers-color.txt": {Width: 120, Color: true}, "consumers-wide.txt": {Width: 80, Wide: true},
	} {
		t.Run(name, func(t *testing.T) { golden(t, name, renderConsumers(t, "table", consumersReport(), o)) })
	}
	var explained []byte
	for _, c := range consumersReport().Consumers {
		explained = append(append(explained, renderConsumer(t, c, Options{})...), "\n----\n"...)
	}
	golden(t, "consumers-explain.txt", explained)
	golden(t, "consumers.json", renderConsumers(t, "json", consumersReport(), Options{}))
}

// What has no end is to be seen without reading numbers.
func TestConsumersShowWhatIsUnbounded(t *testing.T) {
	for _, width := range []int{100, 140} {
		plain := string(renderConsumers(t, "table", consumersReport(), Options{Width: width}))
		words := strings.Join(strings.Fields(plain), " ")
		colored := string(renderConsumers(t, "table", consumersReport(), Options{Width: width, Color: true}))
		if strings.Contains(plain, "\x1b") || !strings.Contains(colored, "\x1b[1;31munbounded") {
			t.Errorf("width %d: want unbounded in bold red, and only in colour", width)
		}
		if !strings.Contains(words, "4 consumers; 1 may trust a removed key without end; 1 may never accept a new one") {
			t.Errorf("width %d: the summary does not count what is unbounded:\n%s", width, plain)
		}
		if !strings.Contains(words, "1 gap: not everything could be read") || !strings.Contains(plain, "fleet/broken.yaml") {
			t.Errorf("width %d: the gap is not told:\n%s", width, plain)
		}
	}
}

func TestConsumersKeepToTheirWidth(t *testing.T) {
	r := consumersReport()
	r.Consumers[0].Name = strings.Repeat("a-long-consumer-name/", 9)
	r.Consumers[1].Notes = []string{strings.Repeat("長い", 80) + " " + strings.Repeat("x", 300)}
	within := func(width int, text []byte) {
		for line := range strings.Lines(string(text)) {
			line = strings.TrimSuffix(line, "\n")
			if n := columns(line); n > width && !strings.Contains(line, "://") {
				t.Errorf("width %d: %d columns in %q", width, n, line)
			}
			if strings.HasSuffix(line, " ") {
				t.Errorf("width %d: trailing space in %q", width, line)
			}
		}
	}
	for width := 80; width <= 200; width++ {
		within(width, renderConsumers(t, "table", r, Options{Width: width}))
		for _, c := range r.Consumers {
			within(width, renderConsumer(t, c, Options{Width: width}))
		}
	}
}

// The list has the very records that the report of a scan has.
func TestConsumersInJSONAreThoseOfTheReport(t *testing.T) {
	var list, report map[string]any
	r := consumersReport()
	if err := json.Unmarshal(renderConsumers(t, "json", r, Options{}), &list); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(render(t, "json", r, Options{}), &report); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"schema_version", "consumers", "gaps"} {
		got, _ := json.Marshal(list[name])
		want, _ := json.Marshal(report[name])
		if !bytes.Equal(got, want) || len(list) != 3 {
			t.Errorf("%s is %s, want %s as in the report, and 3 members", name, got, want)
		}
	}
}

func TestHostileTextInConsumers(t *testing.T) {
	colors := regexp.MustCompile("\x1b\\[(0|1|2|31|1;31)m")
	for _, text := range hostile() {
		r := hostileReport(text)
		c := r.Consumers[0]
		c.Variant, c.Notes = text, []string{text}
		c.Pins = []inventory.Pin{{Kid: text}, {Thumbprint: text}}
		c.Refresh.Interval = inventory.Value[inventory.Span]{From: inventory.Unresolved, Text: text, At: inventory.Origin{File: text}, Cite: text}
		c.Refresh.Mode = inventory.ModeLazy
		c.Unresolved = []inventory.Placeholder{{Field: text, Text: text, At: inventory.Origin{File: text}}}
		checkVisible(t, renderConsumers(t, "json", r, Options{}))
		for _, o := range []Options{{}, {Width: 140}, {Width: 140, Wide: true}} {
			o.Color = true
			for _, got := range [][]byte{renderConsumers(t, "table", r, o), renderConsumer(t, c, o)} {
				checkVisible(t, colors.ReplaceAll(got, nil))
				if len(got) > 300_000 {
					t.Errorf("%d bytes from a text of %d", len(got), len(text))
				}
			}
		}
	}
}
