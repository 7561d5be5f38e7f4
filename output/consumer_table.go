package output

import (
	"fmt"
	"io"
	"strings"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

const (
	tableWidth = 120 // columns from which numbers stand beside one another
	lagWidth   = 16  // "10m to unbounded", "vendor-default"
	nameWidth  = 30
	mostRenews = 56 // columns of text that are still read at a glance
	labelWidth = 12 // "in an outage"
)

// writeConsumers writes a table for people where there is room for one, else a
// block for each consumer.
func writeConsumers(w io.Writer, r *Report, o Options) error {
	p := newPage(w, o)
	if p.width >= tableWidth {
		p.consumerRow([]string{p.paint(bold, "CONSUMER")}, []string{p.paint(bold, "RENEWS")}, [][]string{
			{p.paint(bold, "NEW KEY")}, {p.paint(bold, "REMOVED KEY")}, {p.paint(bold, "IN AN OUTAGE")},
		})
		p.line("")
	}
	for _, c := range r.Consumers {
		freshness := new(r.Freshness[c])
		if p.width >= tableWidth {
			p.consumerInRow(c, freshness)
		} else {
			p.consumerInBlock(c, freshness)
		}
		p.line("")
	}
	p.gaps(r.Gaps)
	p.consumerSummary(r)
	return p.out.Flush()
}

func (p *page) consumerInRow(c *inventory.Consumer, f *window.Freshness) {
	var name, renews []string
	for _, line := range wrap(readable(ConsumerName(c)), nameWidth, p.wide) {
		if !p.wide {
			line = shorten(line, nameWidth)
		}
		name = append(name, p.paint(bold, line))
	}
	if c.Variant != "" {
		name = append(name, shorten(readable(c.Variant), nameWidth))
	}
	for _, text := range renewal(c, f) {
		renews = append(renews, wrap(text, p.renewsWidth(), p.wide)...)
	}
	var cells [][]string
	for _, l := range lags(c, f) {
		var cell []string
		for _, line := range wrap(l.bound.Range(), lagWidth, false) {
			cell = append(cell, p.paint(boundStyle(l.bound), line))
		}
		cells = append(cells, append(cell, p.paint(dim, weakest(telling(l.bound)))))
	}
	p.consumerRow(name, renews, cells)
	p.facts(c)
}

func (p *page) renewsWidth() int { return min(p.width-nameWidth-2-3*(lagWidth+2), mostRenews) }

// consumerRow writes cells of several lines beside one another.
func (p *page) consumerRow(name, renews []string, bounds [][]string) {
	lines := max(len(name), len(renews))
	for _, cell := range bounds {
		lines = max(lines, len(cell))
	}
	for i := range lines {
		text := cell(name, i, nameWidth) + "  " + cell(renews, i, p.renewsWidth())
		for _, b := range bounds {
			text += "  " + cell(b, i, lagWidth)
		}
		p.line(text)
	}
}

func (p *page) consumerInBlock(c *inventory.Consumer, f *window.Freshness) {
	p.consumerHeading(c)
	p.facts(c)
	for i, text := range renewal(c, f) {
		label := ""
		if i == 0 {
			label = "renews"
		}
		p.fact(label, text)
	}
	for _, l := range lags(c, f) {
		p.lag(l)
	}
}

func (p *page) consumerHeading(c *inventory.Consumer) {
	name := readable(ConsumerName(c))
	if c.Variant != "" {
		name += " (" + readable(c.Variant) + ")"
	}
	for _, line := range wrap(name, p.width, p.wide) {
		p.line(p.paint(bold, line))
	}
}

// lag writes a window with what it rests on.
func (p *page) lag(l lag) {
	words := make([]string, 0, len(l.bound.Terms))
	for _, t := range telling(l.bound) {
		words = append(words, t.String())
	}
	numbers := pad(l.bound.Range(), lagWidth)
	for i, line := range wrap(strings.Join(words, ", "), p.width-2-labelWidth-2-lagWidth-2, p.wide) {
		if i > 0 {
			l.label, numbers = "", strings.Repeat(" ", lagWidth)
		}
		p.line("  " + pad(l.label, labelWidth) + "  " + p.paint(boundStyle(l.bound), numbers) + "  " + p.paint(dim, line))
	}
}

// fact writes a labelled text, wrapped beside its label.
func (p *page) fact(label, text string) { p.beside(labelWidth, label, text) }

func (p *page) beside(width int, label, text string) {
	for i, line := range wrap(text, p.width-2-width-2, p.wide) {
		if i > 0 {
			label = ""
		}
		p.line("  " + pad(label, width) + "  " + line)
	}
}

// facts writes where a consumer stands, what it trusts and what keeps its windows
// from being known better.
func (p *page) facts(c *inventory.Consumer) {
	p.fact("in", lineOf(c.Origin))
	p.owner(c)
	for _, t := range trusts(c) {
		p.fact(t.label, t.text)
	}
	if n := len(c.Unresolved); n > 0 {
		p.fact("unresolved", plural(n, "setting", "settings")+" that only the running system resolves")
	}
	for _, note := range c.Notes {
		p.fact("note", readable(note))
	}
}

// owner writes who has a consumer and where it runs, as far as that is declared.
func (p *page) owner(c *inventory.Consumer) {
	if c.Owner != "" {
		p.fact("owner", readable(c.Owner))
	}
	if c.Environment != "" {
		p.fact("environment", readable(c.Environment))
	}
}

// lineOf names a place without its column, as terminals and editors open it.
func lineOf(o inventory.Origin) string {
	o.Column = 0
	return readable(o.String())
}

// consumerSummary never says that all was read while there are gaps.
func (p *page) consumerSummary(r *Report) {
	var removed, added int
	for _, c := range r.Consumers {
		f := new(r.Freshness[c])
		if window.RemovedKeyLag(c, f).Infinite() {
			removed++
		}
		if window.NewKeyLag(c, f).Infinite() {
			added++
		}
	}
	text := plural(len(r.Consumers), "consumer", "consumers")
	if removed > 0 {
		text += fmt.Sprintf("; %d may trust a removed key without end", removed)
	}
	if added > 0 {
		text += fmt.Sprintf("; %d may never accept a new one", added)
	}
	if len(r.Gaps) > 0 {
		text += "; " + plural(len(r.Gaps), "gap", "gaps") + ": not everything could be read"
	}
	for _, line := range wrap(text, p.width, p.wide) {
		p.line(p.paint(bold, line))
	}
	if skipped := skippedText(r.Skipped); skipped != "" {
		p.paragraph(0, "skipped: "+skipped)
	}
	p.paragraph(0, "windows are those of the consumers alone: what HTTP caches before them add, `jwksaudit scan` reads from the responses")
	p.paragraph(0, "--explain NAME derives the windows of one consumer term by term, with the source of each")
}
