package output

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/jwksaudit/jwksaudit/rules"
)

// checkVisible fails on any character that a terminal does not show as itself.
func checkVisible(t *testing.T, got []byte) {
	t.Helper()
	if !utf8.Valid(got) {
		t.Errorf("not UTF-8: %q", got)
	}
	for i, r := range string(got) {
		if r != '\n' && !visible(r) {
			t.Fatalf("raw %U at %q", r, got[max(0, i-30):min(len(got), i+30)])
		}
	}
	for line := range strings.Lines(string(got)) {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), "::"); ok && strings.Contains(rest, "::") || strings.Contains(line, "##[") {
			t.Errorf("a command to the GitHub Actions runner: %q", line)
		}
	}
}

func TestHostileTextInTable(t *testing.T) {
	colors := regexp.MustCompile("\x1b\\[(0|1|2|31|33|36|1;31|1;32)m")
	for _, text := range hostile() {
		r := hostileReport(text)
		for _, o := range []Options{{}, {Width: 120}, {Width: 200}, {Width: 120, Wide: true}} {
			got := render(t, "table", r, o)
			checkVisible(t, got)
			if len(got) > 300_000 {
				t.Errorf("%d bytes from a text of %d", len(got), len(text))
			}
			if last := strings.Count(string(got), "\n3 findings: 3 high; 2 gaps: not everything"); last != 1 {
				t.Errorf("the summary stands %d times on a line of its own, want once:\n%s", last, got)
			}
			o.Color = true
			checkVisible(t, colors.ReplaceAll(render(t, "table", r, o), nil))
		}
	}
}

func TestHostileTextInCatalogue(t *testing.T) {
	for _, text := range hostile() {
		var b bytes.Buffer
		rule := *shortModulus
		rule.Title, rule.Why, rule.Fix, rule.Since = text, text, text, text
		rule.Refs = []rules.Ref{{ID: text, URL: text}}
		if err := WriteRules(&b, []*rules.Rule{&rule}, Options{Width: 120}); err != nil {
			t.Fatal(err)
		}
		if err := WriteExplain(&b, Explanation{Rule: &rule, Example: text}, Options{}); err != nil {
			t.Fatal(err)
		}
		checkVisible(t, b.Bytes())
	}
}

// asJSON is a text as it comes out of JSON: octets that are not UTF-8 are replaced.
func asJSON(t *testing.T, text string) string {
	t.Helper()
	data, err := json.Marshal(text)
	if err != nil {
		t.Fatal(err)
	}
	var out string
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestHostileTextInJSON(t *testing.T) {
	schema := compileSchema(t, "../docs/report.schema.json")
	for _, text := range hostile() {
		got := render(t, "json", hostileReport(text), Options{})
		checkVisible(t, got)
		checkSchema(t, schema, got)
		var report struct {
			Findings []struct {
				Message string
				Kid     *string
			}
			Endpoints []struct{ Keys []struct{ Kid *string } }
			Consumers []struct{ Issuers []string }
			Gaps      []struct {
				Detail string
				Tried  []string
			}
		}
		if err := json.Unmarshal(got, &report); err != nil {
			t.Fatal(err)
		}
		want := asJSON(t, text)
		values := slices.Concat(report.Consumers[0].Issuers, report.Gaps[0].Tried, []string{report.Findings[0].Message, report.Gaps[0].Detail})
		for _, kid := range []*string{report.Findings[0].Kid, report.Endpoints[0].Keys[0].Kid} {
			if (kid == nil) != (text == "") {
				t.Errorf("kid %q is null: %v", text, kid == nil)
			}
			if kid != nil {
				values = append(values, *kid)
			}
		}
		for _, value := range values {
			if value != want {
				t.Errorf("read back %q, want %q", value, want)
			}
		}
		if len(report.Findings) != 3 || len(report.Endpoints) != 1 || len(report.Consumers) != 1 || len(report.Gaps) != 2 {
			t.Errorf("%q changed the number of elements", text)
		}
	}
}

func TestHostileTextInSARIF(t *testing.T) {
	schema := compileSchema(t, sarifSchemaFile)
	for _, text := range hostile() {
		got := render(t, "sarif", hostileReport(text), Options{Folder: "/work", SARIFCategory: "nightly"})
		checkVisible(t, got)
		checkSchema(t, schema, got)
		log := githubContract(t, got)
		if n := len(log.Runs[0].Results); n != 5 {
			t.Errorf("%d results, want 5", n)
		}
		for _, result := range log.Runs[0].Results {
			bare := strings.NewReplacer("{{", "", "}}", "").Replace(result.Message.Text)
			if strings.ContainsAny(bare, "{}") {
				t.Errorf("message holds a placeholder: %q", result.Message.Text)
			}
			if strings.Contains(bare, "](") {
				t.Errorf("message holds a link: %q", result.Message.Text)
			}
			if n := utf8.RuneCountInString(result.Message.Text); n > 5000 {
				t.Errorf("message of %d characters, want at most 5000", n)
			}
		}
		if text != "" && len(text) < maxText {
			if kid := log.Runs[0].Results[0].Properties["kid"]; kid != asJSON(t, text) {
				t.Errorf("read back kid %q, want %q", kid, text)
			}
		}
	}
}

func TestPlain(t *testing.T) {
	for text, want := range map[string]string{
		"":                             "",
		"kid 日本語 é":                    "kid 日本語 é",
		"a\x1b[31mb":                   `a\u{1b}[31mb`,
		"a\nb\tc\x00\x7f":              `a\u{a}b\u{9}c\u{0}\u{7f}`,
		"\u009b\u202e\u200b\ufeff":     `\u{9b}\u{202e}\u{200b}\u{feff}`,
		"\x9b":                         `\x{9b}`,
		"\U000e0041\u2028\u3164\u00a0": `\u{e0041}\u{2028}\u{3164}\u{a0}`,
		"\ufffd":                       "\ufffd",
		"###[stop-commands]x":          `#\u{23}#[stop-commands]x`,
		"## [not one] ::error::x":      "## [not one] ::error::x", // the start of a line is for whoever writes lines
	} {
		if got := Plain(text); got != want {
			t.Errorf("Plain(%q) = %q, want %q", text, got, want)
		}
	}
}

func FuzzPlain(f *testing.F) {
	for _, text := range hostile() {
		f.Add(text, 20)
	}
	f.Fuzz(func(t *testing.T, text string, width int) {
		plain := Plain(text)
		checkVisible(t, []byte("> "+plain))
		width = min(max(width, 1), 200)
		if short := shorten(plain, width); columns(short) > width {
			t.Errorf("shorten(%q, %d) takes %d columns", plain, width, columns(short))
		}
		for _, line := range wrap(plain, width, false) {
			if columns(line) > width && !strings.Contains(line, "://") {
				t.Errorf("line %q takes %d columns, want at most %d", line, columns(line), width)
			}
		}
	})
}

func FuzzEscapeJSON(f *testing.F) {
	for _, text := range hostile() {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		line, err := marshalLine(text)
		if err != nil {
			t.Fatal(err)
		}
		checkVisible(t, []byte(line))
		var back string
		if err := json.Unmarshal([]byte(line), &back); err != nil {
			t.Fatal(err)
		}
		if want := asJSON(t, text); back != want {
			t.Errorf("read back %q, want %q", back, want)
		}
	})
}
