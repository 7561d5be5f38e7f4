package output

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// writeTable writes the report for people: a group for each endpoint or
// consumer, most severe first, then what could not be looked at, then a summary.
func writeTable(w io.Writer, r *Report, o Options) error {
	p := newPage(w, o)
	layout := p.layout(r.Findings)
	for _, g := range groupFindings(r.Findings) {
		p.heading(g)
		for _, f := range g.findings {
			layout.write(p, g, f)
		}
		if layout.columns {
			p.line("")
		}
	}
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
	if len(r.Findings) == 0 && len(r.Gaps) == 0 {
		style = "1;32"
	}
	for _, line := range wrap(verdict, p.width, p.wide) {
		p.line(p.paint(style, line))
	}
	if len(r.Ignored) > 0 {
		p.paragraph(0, ignoredText(r))
	}
	p.paragraph(0, lookedAtText(r))
	if len(r.Findings) > 0 {
		p.paragraph(0, "jwksaudit explain RULE says why a finding matters and what to do")
	}
}

// findingsText sums the findings up and never says clean while there are gaps.
func findingsText(r *Report) string {
	gaps := plural(len(r.Gaps), "gap", "gaps")
	switch {
	case len(r.Findings) == 0 && len(r.Gaps) == 0:
		return "no findings"
	case len(r.Findings) == 0:
		return "no findings, but " + gaps + ": not everything was looked at"
	}
	var parts []string
	n := r.severities()
	for _, s := range rules.Severities() {
		if n[s] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n[s], s))
		}
	}
	text := plural(len(r.Findings), "finding", "findings") + ": " + strings.Join(parts, ", ")
	if len(r.Gaps) > 0 {
		text += "; " + gaps + ": not everything was looked at"
	}
	return text
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
