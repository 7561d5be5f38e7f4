package output

import (
	"cmp"
	"time"

	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/rules/timeline"
	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Timeline is what the history of one endpoint tells.
type Timeline struct {
	Name      string // of the endpoint, as reports call it
	Issuer    string // "" where unknown
	History   *timeline.History
	Pace      rules.Pace
	Consumers []*inventory.Consumer
}

// TimelineFormats returns every way to write a timeline; the first is the default.
// Each writes the timeline of a report and nothing else of it.
func TimelineFormats() []Format {
	return []Format{
		{Name: "table", Write: writeTimeline},
		{Name: "svg", Write: writeTimelineSVG},
		{Name: "json", Write: writeTimelineJSON},
	}
}

// LookupTimeline finds a format of timelines by its name.
func LookupTimeline(name string) (Format, error) { return lookup(TimelineFormats(), name) }

// bar is a stretch of time in which a key was seen, poll after poll.
type bar struct {
	from, to time.Time
	replaced bool // a key that replaces it was published too
}

// bars are the sights of a key, cut where its successor came.
func bars(h *timeline.History, key *timeline.Key) (out []bar) {
	var replaced time.Time
	if line := h.Line(key); line != nil {
		if next := line.Successor(key); next != nil {
			replaced = next.Published().By
		}
	}
	for _, sight := range key.Sights {
		b := bar{from: h.Read[sight.First].Time, to: h.Read[sight.Last].Time}
		switch {
		case replaced.IsZero() || b.to.Before(replaced):
			out = append(out, b)
		case !b.from.Before(replaced):
			out = append(out, bar{b.from, b.to, true})
		default:
			out = append(out, bar{b.from, replaced, false}, bar{replaced, b.to, true})
		}
	}
	return out
}

// span is from the first poll to the last, and never nothing.
func span(h *timeline.History) (from, to time.Time) {
	if len(h.Polls) == 0 {
		return time.Time{}, time.Time{}.Add(time.Second)
	}
	from, to = h.Polls[0].Time, h.Polls[len(h.Polls)-1].Time
	if !to.After(from) {
		to = from.Add(time.Second)
	}
	return from, to
}

// keyState says of a key whether it is published, and since when it is not.
func keyState(key *timeline.Key) string {
	switch {
	case key.Gone():
		return "gone " + key.Removed().By.UTC().Format(time.DateOnly)
	case key.Stays[0].Edge:
		return "published"
	}
	return "since " + key.Stays[len(key.Stays)-1].Published.By.UTC().Format(time.DateOnly)
}

// keyName is what rows call a key: its kid, else the start of its thumbprint.
func keyName(key *timeline.Key) string { return cmp.Or(key.Kid(), key.Thumbprint) }

// facts are the lines below a chart: pace, published keys, divergence, consumers.
func (t *Timeline) facts() (out []labelled) {
	add := func(label, text string) { out = append(out, labelled{label, text}) }
	h, pace := t.History, t.Pace
	if pace.Line != nil {
		add("cadence", cadenceText(pace))
		if life, ok := timeline.Median(pace.Line.Lifespans()); ok {
			add("lifetime", "of a key "+coarse(life)+" in the middle ("+plural(len(pace.Line.Lifespans()), "key", "keys")+" seen to come and go)")
		}
		add("published", publishedText(t))
	}
	if d := h.Diverging(); d != nil {
		add("diverging", plural(d.Sets, "set", "sets")+" since "+h.Since(*d).UTC().Format(time.DateOnly)+", changes back to an earlier one: "+decimal(d.Returns))
	}
	newest := time.Time{}
	if n := len(h.Read); n > 0 {
		newest = h.Read[n-1].Time
	}
	if len(t.Consumers) > 0 {
		add("overlap", "needed: "+h.Need(newest).Range())
	}
	f := h.Freshness(newest)
	for _, c := range t.Consumers {
		add("consumer", readable(ConsumerName(c))+": new key "+window.NewKeyLag(c, f).Range()+", removed key "+window.RemovedKeyLag(c, f).Range())
	}
	return out
}

func cadenceText(pace rules.Pace) string {
	text := "no steady pace: " + plural(len(pace.Line.Published), "publication", "publications") + " seen"
	gaps := pace.Line.Gaps()
	if middle, ok := timeline.Median(gaps); ok && len(gaps) > 1 {
		least, most := extremes(gaps)
		text += ", " + coarse(middle) + " apart in the middle, " + coarse(least) + " to " + coarse(most) + " in all"
	}
	if pace.Steady {
		middle, _ := timeline.Middle(pace.Observed)
		text = "a key every " + coarse(middle)
		if next, ok := pace.Line.Next(pace.Observed); ok {
			text += ", the next by " + next.By.UTC().Format(time.DateOnly)
		}
	}
	if pace.Declared.Name != "" {
		text += "; declared " + window.FormatSpan(pace.Declared.High)
	}
	return text
}

// extremes are the least and the greatest of terms, each by the middle of its interval.
func extremes(terms []window.Term) (least, most time.Duration) {
	for i, term := range terms {
		middle, ok := timeline.Middle(term)
		if !ok {
			continue
		}
		if i == 0 || middle < least {
			least = middle
		}
		most = max(most, middle)
	}
	return least, most
}

func publishedText(t *Timeline) string {
	shown := t.History.Shown(t.Pace.Line)
	text := plural(shown, "signing key", "signing keys")
	if all := t.History.Published(); all != shown {
		text += " of " + decimal(all)
	}
	if e := t.Pace.Expected; e != nil {
		text += ", expected " + decimal(e.Least) + " to " + countText(e.Most)
	}
	return text
}

// overlapText is an overlap as people read it.
func overlapText(o *timeline.Overlap, width int) string {
	name := func(k *timeline.Key) string { return shorten(readable(keyName(k)), width) }
	return name(o.Old) + " beside " + name(o.New) + ": " + overlapRange(o.BesideNew.Have) +
		", want " + o.Judgement.Want.Range() + " (" + o.Judgement.Want.From().String() + "): " + verdictText(o)
}

// verdictText is the verdict of an overlap, and why it is none where the pair alone
// would be sound.
func verdictText(o *timeline.Overlap) string {
	text := o.Judgement.Verdict.String()
	if o.BesideNew.Verdict == window.Sound && o.Judgement.Verdict != window.Sound {
		text += ", for a later key may be the one that replaced it"
	}
	return text
}

// overlapRange is the interval of an overlap; one that may have been none starts at nothing.
func overlapRange(b window.Bound) string {
	low, high := max(b.Low.D, 0), b.High
	if high.Infinite {
		return coarse(low) + " or more"
	}
	return coarse(low) + " to " + coarse(high.D)
}

// coarse writes a length of time no finer than it is long.
func coarse(d time.Duration) string {
	switch {
	case d > 10*24*time.Hour:
		d = d.Round(24 * time.Hour)
	case d > 48*time.Hour:
		d = d.Round(time.Hour)
	case d > 10*time.Minute:
		d = d.Round(time.Minute)
	default:
		d = d.Round(time.Second)
	}
	return window.FormatSpan(inventory.For(d))
}
