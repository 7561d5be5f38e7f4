package output

import (
	"fmt"
	"strings"
	"testing"

	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

func TestTableKeepsToItsWidth(t *testing.T) {
	r := fixture()
	r.Findings[1].Consumer = strings.Repeat("a-long-consumer-name/", 9)
	r.Findings[3].Message = "kid " + strings.Repeat("長い", 80) + " is long, want " + strings.Repeat("x", 300)
	for width := 80; width <= 200; width++ {
		for line := range strings.Lines(string(render(t, "table", r, Options{Width: width}))) {
			line = strings.TrimSuffix(line, "\n")
			if n := columns(line); n > width && !strings.Contains(line, "://") {
				t.Errorf("width %d: %d columns in %q", width, n, line)
			}
			if strings.HasSuffix(line, " ") {
				t.Errorf("width %d: trailing space in %q", width, line)
			}
		}
	}
}

func TestTableLeavesURLsWhole(t *testing.T) {
	for _, width := range []int{80, 120, 200} {
		got := string(render(t, "table", fixture(), Options{Width: width}))
		for _, url := range []string{payroll, legacy, metadata} {
			if !strings.Contains("\n"+got, "\n"+url+"\n") {
				t.Errorf("width %d: %s does not stand on a line of its own", width, url)
			}
		}
	}
}

func TestTableShortensKidsUnlessWide(t *testing.T) {
	if got := string(render(t, "table", fixture(), Options{})); strings.Contains(got, longKid) || !strings.Contains(got, "kid 0f6c") || !strings.Contains(got, "version-00017") {
		t.Errorf("want the kid's two ends only:\n%s", got)
	}
	for _, width := range []int{80, 120} {
		if got := string(render(t, "table", fixture(), Options{Width: width, Wide: true})); !strings.Contains(got, longKid) {
			t.Errorf("width %d: want the whole kid:\n%s", width, got)
		}
	}
}

func TestTableShowsTheMostSevereFirst(t *testing.T) {
	got := string(render(t, "table", fixture(), Options{}))
	last := 0
	for _, text := range []string{
		payroll, "private-member-published", "standby-absent", "key-shared", // one group, most severe first
		legacy, "rsa-modulus-short", "consumer-audience-unchecked", metadata, "issuer-slash-mismatch", "Not looked at: 2", "6 findings",
	} {
		i := strings.Index(got[last:], text)
		if i < 0 {
			t.Fatalf("%q does not follow:\n%s", text, got)
		}
		last += i
	}
}

func TestTableNeverSaysCleanWithGaps(t *testing.T) {
	r := &Report{EndpointCount: 5, Gaps: []inventory.Problem{{Target: "https://a.example.com", Kind: inventory.ProblemTimeout, Detail: "no answer"}}}
	got := string(render(t, "table", r, Options{Color: true}))
	if !strings.Contains(got, "no findings, but 1 gap: not everything was looked at") || strings.Contains(got, "1;32") {
		t.Errorf("a report with a gap reads as clean:\n%s", got)
	}
	r.Gaps = nil
	if got := string(render(t, "table", r, Options{})); got != "no findings\nlooked at 5 endpoints and 0 consumers\n" {
		t.Errorf("clean report: %q", got)
	}
}

func TestTableColorsOnlyOnDemand(t *testing.T) {
	for _, width := range []int{80, 120} {
		plain := string(render(t, "table", fixture(), Options{Width: width}))
		colored := string(render(t, "table", fixture(), Options{Width: width, Color: true}))
		if strings.Contains(plain, "\x1b") || !strings.Contains(colored, "\x1b[1;31mcritical\x1b[0m") {
			t.Errorf("width %d: colours do not follow the option", width)
		}
	}
}

func TestTableTellsConsumersOfOneNameApart(t *testing.T) {
	var findings []rules.Finding
	for i := range 2 {
		findings = append(findings, rules.Finding{
			Rule: audienceUnchecked, Message: "m", Consumer: "spring", Origin: at(fmt.Sprintf("app%d.yaml", i), 1, 1), Fingerprint: hash(i),
		})
	}
	got := string(render(t, "table", &Report{Findings: findings}, Options{}))
	if !strings.Contains(got, "named in app0.yaml:1:1") || !strings.Contains(got, "named in app1.yaml:1:1") {
		t.Errorf("want a group for each file:\n%s", got)
	}
}

func TestShorten(t *testing.T) {
	for _, c := range []struct {
		text  string
		width int
		want  string
	}{
		{"short", 5, "short"},
		{"abcdefghij", 5, "ab…ij"},
		{"abcdefghij", 6, "abc…ij"},
		{"日本語日本語", 12, "日本語日本語"},
		{"日本語日本語", 7, "日…語"},
		{"abc", 1, "…"},
	} {
		if got := shorten(c.text, c.width); got != c.want {
			t.Errorf("shorten(%q, %d) = %q, want %q", c.text, c.width, got, c.want)
		}
	}
}
