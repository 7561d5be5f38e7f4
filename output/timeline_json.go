package output

import (
	"bufio"
	"io"
	"math"
	"time"

	"github.com/jwksaudit/jwksaudit/rules/timeline"
)

type jsonTimelineKey struct {
	Thumbprint string         `json:"thumbprint"`
	Kids       []string       `json:"kids"`
	Alg        *string        `json:"alg"`
	Use        *string        `json:"use"`
	FirstSeen  string         `json:"first_seen"`
	LastSeen   string         `json:"last_seen"`
	Gone       bool           `json:"gone"`
	Intervals  []jsonInterval `json:"intervals"`
}

// jsonInterval is polls on end that showed a key, by their first and last.
type jsonInterval struct {
	From string `json:"from"`
	To   string `json:"to"`
}

type jsonEvent struct {
	Time        string   `json:"time"`
	Kind        string   `json:"kind"`
	Thumbprint  *string  `json:"thumbprint"`
	Kid         *string  `json:"kid"`
	Uncertainty *float64 `json:"uncertainty_seconds"`
}

type jsonOverlap struct {
	Old      string   `json:"old"`
	New      string   `json:"new"`
	Low      *float64 `json:"low_seconds"`
	High     *float64 `json:"high_seconds"`
	Required *float64 `json:"required_seconds"` // what makes any overlap long enough
	Verdict  string   `json:"verdict"`
}

type jsonPublished struct {
	Now  int  `json:"now"`
	Low  *int `json:"expected_low"`
	High *int `json:"expected_high"`
}

// writeTimelineJSON writes a timeline for programs, as docs/timeline.schema.json has
// it: one element a line.
func writeTimelineJSON(w io.Writer, r *Report, _ Options) error {
	t, h := r.Timeline, r.Timeline.History
	out := bufio.NewWriterSize(w, 64<<10)
	url, err := marshalLine(orNull(h.URL))
	if err != nil {
		return err
	}
	put(out, "{\n\"url\": ", url, ",\n\"polls\": ", decimal(len(h.Polls)), ",\n")
	for _, list := range []struct {
		name     string
		elements func(func(any) bool)
	}{
		{"keys", mapped(h.Keys, func(k **timeline.Key) any { return newJSONTimelineKey(h, *k) })},
		{"events", mapped(h.Events, newJSONEvent)},
		{"overlaps", mapped(h.Overlaps, newJSONOverlap)},
	} {
		if err := writeArray(out, list.name, list.elements); err != nil {
			return err
		}
	}
	cadence, lifetime := t.jsonPace()
	for _, member := range []struct {
		name  string
		value any
		end   string
	}{
		{"cadence_seconds", cadence, ",\n"}, {"lifetime_seconds", lifetime, ",\n"}, {"published_keys", t.jsonPublished(), "\n}\n"},
	} {
		line, err := marshalLine(member.value)
		if err != nil {
			return err
		}
		put(out, "\"", member.name, "\": ", line, member.end)
	}
	return out.Flush()
}

func newJSONTimelineKey(h *timeline.History, k *timeline.Key) any {
	out := jsonTimelineKey{
		Thumbprint: k.Thumbprint, Kids: append([]string{}, k.Kids...), Alg: orNull(k.Newest.Alg), Use: orNull(k.Newest.Use),
		FirstSeen: stamp(h.Read[k.Sights[0].First].Time), LastSeen: stamp(h.Read[k.Sights[len(k.Sights)-1].Last].Time), Gone: k.Gone(),
	}
	for _, s := range k.Sights {
		out.Intervals = append(out.Intervals, jsonInterval{stamp(h.Read[s.First].Time), stamp(h.Read[s.Last].Time)})
	}
	return out
}

func newJSONEvent(e *timeline.Event) any {
	out := jsonEvent{Time: stamp(e.Within.By), Kind: string(e.Kind), Thumbprint: orNull(e.Thumbprint), Kid: orNull(e.Kid)}
	if !e.Within.After.IsZero() {
		out.Uncertainty = new(e.Within.By.Sub(e.Within.After).Seconds())
	}
	return out
}

func newJSONOverlap(o *timeline.Overlap) any {
	out := jsonOverlap{
		Old: o.Old.Thumbprint, New: o.New.Thumbprint,
		High: spanSeconds(o.BesideNew.Have.High), Required: spanSeconds(o.Judgement.Want.High), Verdict: o.Judgement.Verdict.String(),
	}
	if low := o.BesideNew.Have.Low; low.D != math.MinInt64 {
		out.Low = spanSeconds(low)
	}
	return out
}

func (t *Timeline) jsonPace() (cadence, lifetime *float64) {
	if t.Pace.Line == nil {
		return nil, nil
	}
	if middle, ok := timeline.Middle(t.Pace.Observed); t.Pace.Steady && ok {
		cadence = new(middle.Seconds())
	}
	if life, ok := timeline.Median(t.Pace.Line.Lifespans()); ok {
		lifetime = new(life.Seconds())
	}
	return cadence, lifetime
}

func (t *Timeline) jsonPublished() jsonPublished {
	var out jsonPublished
	if t.Pace.Line != nil {
		out.Now = t.History.Shown(t.Pace.Line)
	}
	if e := t.Pace.Expected; e != nil {
		out.Low = new(e.Least)
		if e.Most != math.MaxInt {
			out.High = new(e.Most)
		}
	}
	return out
}

// stamp writes a time as RFC 3339 has it, in UTC.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
