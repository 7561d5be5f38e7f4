package output

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/rules/timeline"
)

const (
	mostRows     = 40 // keys that a chart shows without --wide: the newest
	mostEvents   = 12 // events and overlaps listed below it
	keyWidth     = 22
	algWidth     = 8
	stateWidth   = 17 // "since 2026-10-31"
	leastBarSize = 20
)

// The cells of a row: a key that nothing replaces, one that has a successor, one
// that some polls show and others do not.
const (
	cellNewest   = "█"
	cellReplaced = "▒"
	cellMixed    = "░"
	cellAbsent   = " "
)

// writeTimeline draws the keys of an endpoint over time for people, a row a key.
func writeTimeline(w io.Writer, r *Report, o Options) error {
	p := newPage(w, o)
	t := r.Timeline
	p.line(p.paint(bold, shorten(readable(t.Name), maxWord)))
	if t.Issuer != "" && t.Issuer != t.Name {
		p.line("  issuer " + shorten(readable(t.Issuer), maxWord))
	}
	p.paragraph(2, pollsText(t.History))
	p.line("")
	p.chart(t.History)
	for _, f := range t.facts() {
		p.below(f.label, f.text)
	}
	p.line("")
	p.overlaps(t.History)
	p.events(t.History)
	p.gaps(r.Gaps)
	return p.out.Flush()
}

func pollsText(h *timeline.History) string {
	if len(h.Polls) == 0 {
		return "0 polls"
	}
	from, to := h.Polls[0].Time.UTC(), h.Polls[len(h.Polls)-1].Time.UTC()
	text := plural(len(h.Polls), "poll", "polls") + " from " + from.Format("2006-01-02 15:04Z") + " to " + to.Format("2006-01-02 15:04Z")
	if failed := len(h.Polls) - len(h.Read); failed > 0 {
		text += ", of which " + decimal(failed) + " told nothing about keys"
	}
	if h.Vantage != "" {
		text += ", as seen from " + readable(h.Vantage)
	}
	return text
}

// chart draws a row for each key under a line of dates.
func (p *page) chart(h *timeline.History) {
	keys := h.Keys
	if n := len(keys); n == 0 {
		p.line("  no key was seen")
		p.line("")
		return
	} else if n > mostRows && !p.wide {
		keys = keys[n-mostRows:]
	}
	width := max(p.width-2-keyWidth-1-algWidth-1-1-stateWidth, leastBarSize)
	indent := strings.Repeat(" ", 2+keyWidth+1+algWidth+1)
	p.line(indent + p.paint(dim, dates(h, width)))
	for _, key := range keys {
		state := keyState(key)
		if key.Gone() {
			state = p.paint(dim, state)
		}
		p.line("  " + pad(shorten(readable(keyName(key)), keyWidth), keyWidth) + " " +
			pad(shorten(readable(keyAlg(key)), algWidth), algWidth) + " " + cells(h, key, width) + " " + state)
	}
	if failed := failures(h, width); strings.TrimSpace(failed) != "" {
		p.line("  " + pad("polls that failed", keyWidth) + strings.Repeat(" ", 1+algWidth+1) + failed)
	}
	if left := len(h.Keys) - len(keys); left > 0 {
		p.paragraph(2, decimal(left)+" earlier keys are left out; --wide draws them")
	}
	p.paragraph(2, cellNewest+" newest of its line, which may sign   "+cellReplaced+" replaced   "+cellMixed+" some polls lack it")
	p.line("")
}

func keyAlg(key *timeline.Key) string {
	if key.Newest.Use == "enc" {
		return "enc"
	}
	for _, text := range []string{key.Newest.Alg, key.Newest.Crv, key.Newest.Kty} {
		if text != "" {
			return text
		}
	}
	return ""
}

// column is where in a row of that width a time lies.
func column(h *timeline.History, at time.Time, width int) int {
	from, to := span(h)
	part := float64(at.Sub(from)) / float64(to.Sub(from))
	return min(max(int(part*float64(width)), 0), width-1)
}

// dates is the line of dates above a chart: as many as fit.
func dates(h *timeline.History, width int) string {
	from, to := span(h)
	layout := time.DateOnly
	if to.Sub(from) < 72*time.Hour {
		layout = "01-02 15:04"
	}
	size := len(layout)
	n := max(width/(2*size), 1)
	line := []byte(strings.Repeat(" ", width+size))
	for i := range n + 1 {
		at := from.Add(to.Sub(from) / time.Duration(n) * time.Duration(i)).UTC()
		place := i * (width - size) / n
		copy(line[place:], at.Format(layout))
	}
	return strings.TrimRight(string(line[:width]), " ")
}

// cells draws one key. Between two polls that show it, it was there.
func cells(h *timeline.History, key *timeline.Key, width int) string {
	row := make([]string, width)
	for i := range row {
		row[i] = cellAbsent
	}
	lacking := make([]bool, width)
	next := 0
	for i, poll := range h.Read {
		for next < len(key.Sights) && key.Sights[next].Last < i {
			next++
		}
		if next == len(key.Sights) || i < key.Sights[next].First {
			lacking[column(h, poll.Time, width)] = true
		}
	}
	for _, b := range bars(h, key) {
		for i := column(h, b.from, width); i <= column(h, b.to, width); i++ {
			switch {
			case lacking[i] && len(key.Sights) > 1:
				row[i] = cellMixed
			case b.replaced:
				row[i] = cellReplaced
			case row[i] != cellReplaced:
				row[i] = cellNewest
			}
		}
	}
	return strings.Join(row, "")
}

// failures marks the columns in which a poll failed.
func failures(h *timeline.History, width int) string {
	row := []byte(strings.Repeat(" ", width))
	for _, poll := range h.Polls {
		if poll.Failed {
			row[column(h, poll.Time, width)] = 'x'
		}
	}
	return string(row)
}

func (p *page) below(label, text string) {
	for i, line := range wrap(text, p.width-2-labelWidth, p.wide) {
		if i > 0 {
			label = ""
		}
		p.line("  " + p.paint(dim, pad(label, labelWidth)) + line)
	}
}

// overlaps lists the newest rotations, newest first.
func (p *page) overlaps(h *timeline.History) {
	p.newestFirst("Overlaps", len(h.Overlaps), func(i int) string { return overlapText(&h.Overlaps[i], p.names()) })
}

// events lists the newest events, newest first.
func (p *page) events(h *timeline.History) {
	p.newestFirst("Events", len(h.Events), func(i int) string { return eventText(&h.Events[i], p.names()) })
}

// newestFirst lists n things under a title, from the last on, and says how many it
// leaves out; nothing where there is none.
func (p *page) newestFirst(title string, n int, text func(i int) string) {
	if n == 0 {
		return
	}
	p.line(p.paint(bold, title))
	shown := p.newest(n)
	for i := n - 1; i >= shown; i-- {
		p.paragraph(2, text(i))
	}
	p.leftOut(shown)
	p.line("")
}

func (p *page) newest(n int) (from int) {
	if p.wide {
		return 0
	}
	return max(n-mostEvents, 0)
}

func (p *page) leftOut(n int) {
	if n > 0 {
		p.paragraph(2, decimal(n)+" earlier ones are left out; --wide lists them")
	}
}

// names is how wide a key's name may be in a line of text.
func (p *page) names() int {
	if p.wide {
		return maxWord
	}
	return keyWidth
}

func eventText(e *timeline.Event, width int) string {
	text := e.Within.By.UTC().Format("2006-01-02 15:04Z") + " " + string(e.Kind)
	switch {
	case e.Kid != "":
		text += " " + shorten(readable(e.Kid), width)
	case e.Thumbprint != "":
		text += " " + shorten(readable(e.Thumbprint), width)
	}
	if !e.Within.After.IsZero() {
		text += fmt.Sprintf(", %s earlier at most", coarse(e.Within.By.Sub(e.Within.After)))
	}
	return text
}

func decimal(n int) string { return strconv.Itoa(n) }

// countText is a count that may have no end.
func countText(n int) string {
	if n == int(^uint(0)>>1) {
		return "any number"
	}
	return decimal(n)
}
