package output

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// group is the findings about one endpoint, one issuer's metadata or one consumer.
type group struct {
	name     string
	issuer   string
	origin   inventory.Origin // where the endpoint or consumer is named; zero where only an argument names it
	findings []*rules.Finding // most severe first
	counts   severities
}

// groupFindings collects findings by what they are about, the group with the
// most severe findings first. Findings keep their order within a group.
func groupFindings(findings []rules.Finding) []*group {
	var groups []*group
	index := make(map[string]*group)
	for i := range findings {
		f := &findings[i]
		key, name := subject(f)
		g := index[key]
		if g == nil {
			g = &group{name: name, origin: endpointOrigin(f)}
			if name == f.Origin.File { // each finding then says its own line
				g.origin = inventory.Origin{File: name, Line: 1, Column: 1}
			}
			index[key] = g
			groups = append(groups, g)
		}
		g.issuer = cmp.Or(g.issuer, f.Issuer)
		g.findings = append(g.findings, f)
		g.counts[f.Rule.Severity]++
	}
	slices.SortStableFunc(groups, func(a, b *group) int {
		for _, s := range rules.Severities() {
			if a.counts[s] != b.counts[s] {
				return cmp.Compare(b.counts[s], a.counts[s])
			}
		}
		return cmp.Or(cmp.Compare(a.name, b.name), a.origin.Compare(b.origin))
	})
	return groups
}

// subject is what a finding is about: as a key of its own, and as a heading calls it.
func subject(f *rules.Finding) (key, name string) {
	switch {
	case f.URL != "":
		return f.URL, f.URL
	case f.Consumer != "":
		return f.Consumer + "\x00" + f.Origin.File, f.Consumer
	}
	name = cmp.Or(f.Issuer, f.Origin.File, f.Rule.ID)
	return name, name
}

// endpointOrigin is where the subject of a finding is named. A finding about a
// consumer and an endpoint stands at the consumer, and names the endpoint's
// place first among the related ones.
func endpointOrigin(f *rules.Finding) inventory.Origin {
	if f.URL != "" && f.Consumer != "" && len(f.Related) > 0 {
		return f.Related[0]
	}
	return f.Origin
}

// layout is how findings are set: in columns where there is room for them, else
// as blocks.
type layout struct {
	columns     bool
	rule, about int // column widths
}

const (
	severityWidth = 8  // "critical"
	textIndent    = 12 // of a block: margin, severity, gap
	leastText     = 46 // columns of text that make a table worth reading
)

// layout chooses for all groups at once, so that their columns stand in line.
func (p *page) layout(findings []rules.Finding) layout {
	l := layout{}
	longest := 0
	for i := range findings {
		l.rule = max(l.rule, columns(findings[i].Rule.ID))
		for _, quality := range qualities(&findings[i]) {
			l.rule = max(l.rule, columns(quality))
		}
		for _, part := range aboutParts(&findings[i]) {
			longest = max(longest, columns(part))
		}
	}
	l.about = longest
	if !p.wide {
		l.about = min(longest, 24)
	}
	l.columns = l.textWidth(p) >= leastText
	return l
}

func (l layout) textWidth(p *page) int {
	return p.width - textIndent - (l.rule + 2) - (l.about + 2)
}

func (l layout) write(p *page, g *group, f *rules.Finding) {
	if l.columns {
		l.writeRow(p, g, f)
	} else {
		l.writeBlock(p, g, f)
	}
}

// writeBlock writes severity, rule and key on one line where they fit, and the
// text below.
func (l layout) writeBlock(p *page, g *group, f *rules.Finding) {
	room := p.width - textIndent
	title := strings.Join(append([]string{f.Rule.ID}, qualities(f)...), " ")
	var about []string
	for _, part := range aboutParts(f) {
		if !p.wide {
			part = shorten(part, min(room, 40))
		}
		about = append(about, part)
	}
	key := strings.Join(about, ", ")
	lines := []string{p.paint(bold, title)}
	if key != "" && columns(title)+2+columns(key) <= room {
		lines[0] += "  " + p.paint(dim, key)
	} else {
		for _, line := range wrap(key, room, p.wide) {
			lines = append(lines, p.paint(dim, line))
		}
	}
	lines = append(lines, l.text(p, g, f, room)...)
	for i, line := range lines {
		p.line("  " + p.severity(f, i == 0) + "  " + line)
	}
	p.line("")
}

// writeRow writes severity, rule, key and text beside one another.
func (l layout) writeRow(p *page, g *group, f *rules.Finding) {
	var about []string
	for _, part := range aboutParts(f) {
		if !p.wide {
			part = shorten(part, l.about)
		}
		about = append(about, p.paint(dim, part))
	}
	title := append([]string{f.Rule.ID}, qualities(f)...)
	text := l.text(p, g, f, l.textWidth(p))
	for i := range max(len(title), len(about), len(text)) {
		p.line("  " + p.severity(f, i == 0) + "  " + cell(title, i, l.rule) + "  " + cell(about, i, l.about) + "  " + cell(text, i, 0))
	}
}

// qualities are what is said of a finding besides its rule: how sure it is, where it
// is less than certain, what became of it, and when it was last seen, if not now.
func qualities(f *rules.Finding) []string {
	var list []string
	if f.Confidence != rules.Certain {
		list = append(list, "("+f.Confidence.String()+")")
	}
	if f.Change != "" {
		list = append(list, "("+string(f.Change)+")")
	}
	if !f.Stale.IsZero() {
		list = append(list, "(last seen "+f.Stale.UTC().Format(time.DateOnly)+")")
	}
	return list
}

// cell is line i of a cell, filled up to its column.
func cell(lines []string, i, width int) string {
	if i >= len(lines) {
		return strings.Repeat(" ", width)
	}
	return pad(lines[i], width)
}

// severity is the word in its column, or the empty column below it.
func (p *page) severity(f *rules.Finding, first bool) string {
	if !first {
		return strings.Repeat(" ", severityWidth)
	}
	return p.paint(severityStyle(f.Rule.Severity), pad(f.Rule.Severity.String(), severityWidth))
}

// aboutParts names the key and the consumer of a finding, as far as it has them.
func aboutParts(f *rules.Finding) []string {
	var parts []string
	switch {
	case f.Kid != "":
		parts = append(parts, "kid "+readable(f.Kid))
	case f.Thumbprint != "":
		parts = append(parts, "key "+readable(f.Thumbprint))
	}
	if f.Consumer != "" && f.URL != "" {
		parts = append(parts, readable(f.Consumer))
	}
	return parts
}

// text is the message of a finding, what it derives from, and where it stands
// if not where its group does.
func (l layout) text(p *page, g *group, f *rules.Finding, width int) []string {
	lines := wrap(readable(f.Message), width, p.wide)
	if terms := termsText(f.Terms); terms != "" {
		for _, line := range wrap(terms, width, p.wide) {
			lines = append(lines, p.paint(dim, line))
		}
	}
	if f.Origin != g.origin && !f.Origin.IsZero() {
		lines = append(lines, p.paint(dim, "at "+readable(f.Origin.String())))
	}
	return lines
}
