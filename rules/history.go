package rules

import (
	"time"

	"github.com/jwksaudit/jwksaudit/rules/timeline"
	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// eventNotice is for how long what happened once is reported. What goes on is
// reported while it does; all else is history, which `jwksaudit timeline` shows.
const eventNotice = 90 * 24 * time.Hour

// HistoryOf analyses what was seen of an endpoint over time: its timeline, else its
// observations, as of a URL that was captured several times.
func HistoryOf(e *inventory.Endpoint, policy inventory.Policy) *timeline.History {
	policy = policy.For(e.Declared)
	return timeline.Read(timelineOf(e), timeline.Demand{
		Consumers: e.Consumers,
		Lifetime:  window.TokenLifetimeOf(policy),
		Skew:      window.SkewOf(e.Consumers, policy),
		Signs:     func(k *inventory.Key) bool { return asymmetric(k) && !setAside(k) },
	})
}

// timelineOf is everything that was seen of an endpoint, oldest first.
func timelineOf(e *inventory.Endpoint) *inventory.Timeline {
	if e.Timeline != nil {
		return e.Timeline
	}
	line := &inventory.Timeline{URL: e.URL}
	for _, o := range e.Observations {
		if p := inventory.PollOf(o); p.Problem.Asked() {
			line.Polls = append(line.Polls, p)
		}
	}
	return line
}

// History is what was seen of the endpoint over time.
func (pass *EndpointPass) History() *timeline.History {
	if pass.history == nil {
		return HistoryOf(pass.Endpoint, pass.Policy)
	}
	return pass.history()
}

// recent reports whether what happened within a bracket is still reported.
func (pass *EndpointPass) recent(within window.Bracket) bool {
	return pass.Now.Sub(within.By) <= eventNotice
}

// lastOverlaps gives the last overlap of every line, if it is recent: what the
// issuer does now. Earlier ones are history.
func (pass *EndpointPass) lastOverlaps() (out []timeline.Overlap) {
	h := pass.History()
	for _, line := range h.Lines {
		var last *timeline.Overlap
		for i := range h.Overlaps {
			if h.Overlaps[i].Line == line {
				last = &h.Overlaps[i]
			}
		}
		if last != nil && pass.recent(last.Old.Removed()) {
			out = append(out, *last)
		}
	}
	return out
}

// cadenceOf is R of a line as declared, else as observed.
func (pass *EndpointPass) cadenceOf(line *timeline.Line) (window.Term, bool) {
	if declared, ok := pass.declaredCadence(); ok {
		return declared, true
	}
	return line.Cadence()
}

func (pass *EndpointPass) declaredCadence() (window.Term, bool) {
	d := pass.Endpoint.Declared
	if d == nil || !d.Cadence.From.Known() || d.Cadence.V <= 0 {
		return window.Term{}, false
	}
	return window.Exactly(window.Cadence, d.Cadence.V, d.Cadence.From), true
}

// declaredLead is for how long a new key is published before it signs, as declared:
// when a key signs first is not seen from outside.
func (pass *EndpointPass) declaredLead() (window.Term, bool) {
	d := pass.Endpoint.Declared
	if d == nil || !d.Lead.From.Known() {
		return window.Term{}, false
	}
	return window.Exactly(window.Lead, d.Lead.V, d.Lead.From), true
}

// day writes a time as messages about the past do: to the minute at most.
func day(t time.Time) string { return t.UTC().Format("2006-01-02 15:04Z") }

// between says when something happened that polls bracket.
func between(b window.Bracket) string {
	if b.After.IsZero() || !b.After.Before(b.By) {
		return "by " + day(b.By)
	}
	return "between " + day(b.After) + " and " + day(b.By)
}

// measured writes a term that was measured: its interval, no finer than it is long.
func measured(t window.Term) string {
	low, high := t.Low, t.High
	unit := time.Second
	switch {
	case high.D > 48*time.Hour:
		unit = time.Hour
	case high.D > 10*time.Minute:
		unit = time.Minute
	}
	low.D, high.D = low.D.Truncate(unit), high.D.Truncate(unit)
	switch {
	case low == high:
		return window.FormatSpan(low)
	case high.Infinite:
		return window.FormatSpan(low) + " or more"
	case low.D <= 0:
		return "at most " + window.FormatSpan(high)
	}
	return window.FormatSpan(low) + " to " + window.FormatSpan(high)
}

// since says from when on something that polls bracket is so.
func since(b window.Bracket) string { return day(b.By) }

// dated lowers the confidence of a finding whose polls are taken to be as new as
// their time, for want of headers.
func (f *Finding) dated(known bool) {
	if !known {
		f.resting(inventory.Assumed)
	}
}
