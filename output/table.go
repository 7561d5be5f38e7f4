package output

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// writeTable writes the report for people: a group for each endpoint or
// consumer, most severe first, then what could not be looked at, then a summary.
func writeTable(w io.Writer, r *Report, o Options) error {
	p := newPage(w, o)
	shown := r.Shown()
	layout := p.layout(shown)
	for _, g := range groupFindings(shown) {
		p.heading(g)
		for _, f := range g.findings {
			layout.write(p, g, f)
		}
		if layout.columns {
			p.line("")
		}
	}
	p.resolved(r.Resolved)
	p.gaps(r.Gaps)
	p.summary(r)
	return p.out.Flush()
}

// page is text on its way to a terminal: everything that reaches line went through Plain.
type page struct {
	out   *bufio.Writer
	width int
	wide  bool
	color bool
}

func newPage(w io.Writer, o Options) *page {
	width := min(max(cmp.Or(o.Width, 80), 40), 200)
	return &page{out: bufio.NewWriter(w), width: width, wide: o.Wide, color: o.Color}
}

func (p *page) line(text string) {
	put(p.out, withoutCommand(strings.TrimRight(text, " ")), "\n")
}

// paragraph writes text wrapped to the page, every line indented.
func (p *page) paragraph(indent int, text string) {
	for _, line := range wrap(text, p.width-indent, p.wide) {
		p.line(strings.Repeat(" ", indent) + line)
	}
}

// style is an SGR parameter (ECMA-48 section 8.3.117).
type style string

const (
	bold style = "1"
	dim  style = "2"
)

func severityStyle(s rules.Severity) style {
	return [...]style{rules.Info: "2", rules.Low: "36", rules.Medium: "33", rules.High: "31", rules.Critical: "1;31"}[s]
}

func (p *page) paint(s style, text string) string {
	if !p.color || text == "" {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[0m"
}

// heading names what a group is about. A URL stands alone on its line and in
// full, so that it can be copied.
func (p *page) heading(g *group) {
	p.line(p.paint(bold, shorten(readable(g.name), maxWord)))
	var about []string
	if g.issuer != "" && g.issuer != g.name {
		about = append(about, "issuer "+readable(g.issuer))
	}
	if !g.origin.IsZero() && g.origin.File != g.name {
		about = append(about, "named in "+readable(g.origin.String()))
	}
	p.paragraph(2, strings.Join(about, ", "))
	p.line("")
}

// resolved tells what an earlier scan found and this one does not.
func (p *page) resolved(findings []rules.Finding) {
	if len(findings) == 0 {
		return
	}
	p.line(p.paint(bold, fmt.Sprintf("Resolved: %d", len(findings))))
	p.line("")
	for i := range findings {
		f := &findings[i]
		_, name := subject(f)
		p.line("  " + f.Rule.ID + "  " + p.paint(dim, shorten(readable(name), maxWord)))
		p.paragraph(4, readable(f.Message))
	}
	p.line("")
}

// gaps tells what was not looked at: it is never clean.
func (p *page) gaps(gaps []inventory.Problem) {
	if len(gaps) == 0 {
		return
	}
	p.line(p.paint(bold, fmt.Sprintf("Not looked at: %d", len(gaps))))
	p.line("")
	for i := range gaps {
		gap := &gaps[i]
		p.line("  " + shorten(readable(gap.Target), maxWord))
		p.paragraph(4, readable(problemText(gap)))
		for _, tried := range gap.Tried {
			p.paragraph(4, "tried "+readable(tried))
		}
		if len(gap.Origins) > 0 && !gap.Origins[0].IsZero() {
			p.paragraph(4, "named in "+readable(gap.Origins[0].String()))
		}
		p.line("")
	}
}

func (p *page) summary(r *Report) {
	style, verdict := bold, findingsText(r)
	if len(r.Shown()) == 0 && len(r.Gaps) == 0 {
		style = "1;32"
	}
	for _, line := range wrap(verdict, p.width, p.wide) {
		p.line(p.paint(style, line))
	}
	if r.Diff {
		p.paragraph(0, comparedText(r))
	}
	if n := r.stale(); n > 0 {
		p.paragraph(0, fmt.Sprintf("stale: %d, of what could not be looked at now", n))
	}
	if len(r.Ignored) > 0 {
		p.paragraph(0, ignoredText(r))
	}
	p.paragraph(0, lookedAtText(r))
	if len(r.Shown()) > 0 {
		p.paragraph(0, "jwksaudit explain RULE says why a finding matters and what to do")
	}
}

// findingsText sums the findings up and never says clean while there are gaps.
func findingsText(r *Report) string {
	gaps := plural(len(r.Gaps), "gap", "gaps")
	none := "no findings"
	if r.Diff {
		none = "nothing new or changed"
	}
	shown := r.Shown()
	switch {
	case len(shown) == 0 && len(r.Gaps) == 0:
		return none
	case len(shown) == 0:
		return none + ", but " + gaps + ": not everything was looked at"
	}
	var parts []string
	n := r.severities()
	for _, s := range rules.Severities() {
		if n[s] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n[s], s))
		}
	}
	text := plural(len(shown), "finding", "findings") + ": " + strings.Join(parts, ", ")
	if len(r.Gaps) > 0 {
		text += "; " + gaps + ": not everything was looked at"
	}
	return text
}

// comparedText says with what a scan was compared, and what that leaves out.
func comparedText(r *Report) string {
	if r.Since.IsZero() {
		return "no earlier scan to compare with: everything is new"
	}
	return fmt.Sprintf("compared with the scan of %s: %d unchanged, %d resolved",
		r.Since.UTC().Format(time.RFC3339), len(r.Findings)-len(r.Shown()), len(r.Resolved))
}

// ignoredText counts what the fleet file takes out, by rule: what is not shown is
// said all the same.
func ignoredText(r *Report) string {
	var ids []string
	counts := map[string]int{}
	for _, one := range r.Ignored {
		if counts[one.Rule.ID]++; counts[one.Rule.ID] == 1 {
			ids = append(ids, one.Rule.ID)
		}
	}
	for i, id := range ids {
		ids[i] = fmt.Sprintf("%s (%d)", id, counts[id])
	}
	return fmt.Sprintf("ignored: %d, as the fleet file says: %s", len(r.Ignored), strings.Join(ids, ", "))
}

func lookedAtText(r *Report) string {
	text := "looked at " + plural(r.EndpointCount, "endpoint", "endpoints")
	if r.FailedCount > 0 {
		text += fmt.Sprintf(" (%d without a key set)", r.FailedCount)
	}
	text += " and " + plural(len(r.Consumers), "consumer", "consumers")
	if r.Profile != "" && r.Profile != rules.DefaultProfile {
		text += " by profile " + r.Profile
	}
	if skipped := skippedText(r.Skipped); skipped != "" {
		text += "; skipped: " + skipped
	}
	return text
}

func skippedText(counts []Count) string {
	var skipped []string
	for _, c := range counts {
		if c.N > 0 {
			skipped = append(skipped, fmt.Sprintf("%s (%d)", readable(c.What), c.N))
		}
	}
	return strings.Join(skipped, ", ")
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
