package output

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/rules/timeline"
)

// The measures of a picture, in pixels.
const (
	svgWidth  = 1040
	svgLeft   = 250 // where bars begin
	svgRight  = 880 // where they end
	svgRow    = 24
	svgHead   = 104
	svgLegend = 34
)

// svgStyle draws in the colours of the reader's scheme. The picture needs nothing
// from anywhere else, and no variables, which few renderers know.
const svgStyle = `
text { font: 13px system-ui, "Segoe UI", "DejaVu Sans", sans-serif; fill: #1f2328 }
text.title { font-size: 17px; font-weight: 600 }
text.small { font-size: 11px }
text.kid { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 12px }
text.faint { fill: #656d76 }
.paper { fill: #fff }
.grid { stroke: #d8dee4 }
.new { fill: #0969da }
.old { fill: #9ec5f4 }
.failed, .mark { stroke: #cf222e }
.mark { stroke-dasharray: 3 3 }
text.violation { fill: #cf222e }
text.suspect { fill: #9a6700 }
text.sound { fill: #1a7f37 }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 }
text.faint { fill: #8b949e }
.paper { fill: #0d1117 }
.grid { stroke: #30363d }
.new { fill: #58a6ff }
.old { fill: #24507f }
.failed, .mark { stroke: #f85149 }
text.violation { fill: #f85149 }
text.suspect { fill: #d29922 }
text.sound { fill: #3fb950 }
}
`

// drawing is an SVG on its way out: all text goes through escape.
type drawing struct {
	out *bufio.Writer
	h   *timeline.History
}

// writeTimelineSVG draws the keys of an endpoint over time as a picture that stands
// by itself, in light and dark.
func writeTimelineSVG(w io.Writer, r *Report, o Options) error {
	t := r.Timeline
	keys := t.History.Keys
	left := 0
	if n := len(keys); n > mostRows && !o.Wide {
		keys, left = keys[n-mostRows:], n-mostRows
	}
	facts := t.facts()
	facts = append(facts, overlapFacts(t.History)...)
	if left > 0 {
		facts = append(facts, labelled{"left out", decimal(left) + " earlier keys; --wide draws them"})
	}
	d := drawing{out: bufio.NewWriter(w), h: t.History}
	rows := svgHead + svgRow*len(keys)
	height := rows + svgLegend + 20*len(facts) + 24
	put(d.out, fmt.Sprintf("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\">\n", svgWidth, height, svgWidth, height))
	put(d.out, "<title>", escapeXML("Keys of "+readable(t.Name)+" over time"), "</title>\n<style>", svgStyle, "</style>\n")
	put(d.out, fmt.Sprintf("<rect width=\"%d\" height=\"%d\" class=\"paper\"/>\n", svgWidth, height))
	d.text(24, 34, "title", shorten(readable(t.Name), 100))
	d.text(24, 56, "faint", shorten(pollsText(t.History), 140))
	d.axis(rows)
	for i, key := range keys {
		d.row(svgHead+svgRow*i, key)
	}
	d.marks(rows)
	d.legend(rows + 24)
	for i, f := range facts {
		y := rows + svgLegend + 20*i + 20
		d.text(24, y, "faint", f.label)
		d.text(120, y, class(f.text), shorten(f.text, 130))
	}
	put(d.out, "</svg>\n")
	return d.out.Flush()
}

// overlapFacts are the newest rotations as lines below the picture.
func overlapFacts(h *timeline.History) (out []labelled) {
	const most = 5
	label := "overlaps"
	for i := len(h.Overlaps) - 1; i >= max(len(h.Overlaps)-most, 0); i-- {
		out = append(out, labelled{label, overlapText(&h.Overlaps[i], keyWidth)})
		label = ""
	}
	return out
}

// class colours a line by the verdict that it ends in.
func class(text string) string {
	for _, verdict := range []string{"violation", "suspect", "sound"} {
		if strings.HasSuffix(text, ": "+verdict) {
			return verdict
		}
	}
	return ""
}

func (d *drawing) text(x, y int, class, text string) {
	put(d.out, fmt.Sprintf("<text x=\"%d\" y=\"%d\" class=\"%s\">", x, y, class), escapeXML(text), "</text>\n")
}

func (d *drawing) line(x1, y1, x2, y2 float64, class string) {
	put(d.out, fmt.Sprintf("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>\n", x1, y1, x2, y2, class))
}

func (d *drawing) x(at time.Time) float64 {
	from, to := span(d.h)
	part := float64(at.Sub(from)) / float64(to.Sub(from))
	return svgLeft + part*(svgRight-svgLeft)
}

// axis draws dates, lines below them, and a tick for each poll that failed.
func (d *drawing) axis(bottom int) {
	from, to := span(d.h)
	layout := time.DateOnly
	if to.Sub(from) < 72*time.Hour {
		layout = "01-02 15:04"
	}
	const parts = 6
	for i := range parts + 1 {
		at := from.Add(to.Sub(from) / parts * time.Duration(i))
		x := d.x(at)
		d.line(x, svgHead-14, x, float64(bottom), "grid")
		put(d.out, fmt.Sprintf("<text x=\"%.1f\" y=\"%d\" class=\"faint small\" text-anchor=\"middle\">", x, svgHead-20), at.UTC().Format(layout), "</text>\n")
	}
	for _, poll := range d.h.Polls {
		if poll.Failed {
			x := d.x(poll.Time)
			d.line(x, svgHead-13, x, svgHead-6, "failed")
		}
	}
}

// row draws one key: its name, its bars and what became of it.
func (d *drawing) row(y int, key *timeline.Key) {
	d.text(24, y+15, "kid", shorten(readable(keyName(key)), 22))
	d.text(192, y+15, "faint small", shorten(readable(keyAlg(key)), 8))
	put(d.out, "<g><title>", escapeXML(keyTitle(d.h, key)), "</title>\n")
	for _, b := range bars(d.h, key) {
		class := "new"
		if b.replaced {
			class = "old"
		}
		x := d.x(b.from)
		put(d.out, fmt.Sprintf("<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"14\" rx=\"2\" class=\"%s\"/>\n", x, y+4, max(d.x(b.to)-x, 2), class))
	}
	put(d.out, "</g>\n")
	state := "small"
	if key.Gone() {
		state = "faint small"
	}
	d.text(svgRight+16, y+15, state, keyState(key))
}

// keyTitle is what a reader sees who points at a key.
func keyTitle(h *timeline.History, key *timeline.Key) string {
	first, last := h.Read[key.Sights[0].First].Time, h.Read[key.Sights[len(key.Sights)-1].Last].Time
	return readable(keyName(key)) + ", thumbprint " + readable(key.Thumbprint) + ", seen from " + stamp(first) + " to " + stamp(last)
}

// marks draws a line through all rows where something happened to the whole set, or
// to what a kid means.
func (d *drawing) marks(bottom int) {
	for i := range d.h.Events {
		e := &d.h.Events[i]
		switch e.Kind {
		case timeline.KeyAdded, timeline.KeyRemoved:
			continue
		}
		x := d.x(e.Within.By)
		put(d.out, "<g><title>", escapeXML(eventText(e, maxWord)), "</title>\n")
		d.line(x, svgHead-4, x, float64(bottom), "mark")
		put(d.out, "</g>\n")
	}
}

func (d *drawing) legend(y int) {
	put(d.out, fmt.Sprintf("<rect x=\"%d\" y=\"%d\" width=\"22\" height=\"10\" rx=\"2\" class=\"new\"/>\n", svgLeft, y-9))
	d.text(svgLeft+30, y, "faint small", "newest of its line, which may sign")
	put(d.out, fmt.Sprintf("<rect x=\"%d\" y=\"%d\" width=\"22\" height=\"10\" rx=\"2\" class=\"old\"/>\n", svgLeft+240, y-9))
	d.text(svgLeft+270, y, "faint small", "replaced")
	d.line(svgLeft+352, float64(y-4), svgLeft+374, float64(y-4), "mark")
	d.text(svgLeft+382, y, "faint small", "an event that is no rotation")
}

// escapeXML makes text fit for an element or an attribute. Characters that XML has no
// place for become the replacement character.
func escapeXML(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a Builder never fails
	return b.String()
}
