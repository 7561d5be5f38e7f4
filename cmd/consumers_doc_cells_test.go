package cmd

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// footnotes numbers sources as they are first cited.
type footnotes struct {
	t     *testing.T
	texts []string
}

func (f *footnotes) mark(source string) string {
	if !slices.Contains(f.texts, source) {
		f.texts = append(f.texts, source)
	}
	return fmt.Sprintf("[^%d]", slices.Index(f.texts, source)+1)
}

// settings gives the cells from the mode to the verdict cache.
func (f *footnotes) settings(e entry) []string {
	r, dash := e.Refresh, "–"
	span := func(v inventory.Value[inventory.Span]) string {
		return cited(f, e, v, "unknown", window.FormatSpan)
	}
	if r.Mode == inventory.ModeStatic {
		return []string{string(r.Mode), dash, dash, dash, dash, dash, span(r.Verdicts)}
	}
	cells := []string{string(r.Mode), span(r.Interval), string(cmp.Or(r.HTTPCache, inventory.CacheUnknown)), dash, dash}
	if r.Mode == inventory.ModeControlPlane {
		cells[0] += ", push " + span(r.PushDelay)
	}
	if r.Mode != inventory.ModePerRequest {
		cells[3] = cited(f, e, r.UnknownKid, "unknown", yesNo)
	}
	if r.Mode != inventory.ModePerRequest && (r.UnknownKid.V || r.UnknownKid.From == inventory.Unknown) {
		cells[4] = span(r.Cooldown)
	}
	return append(cells, span(r.StaleOnError), span(r.Verdicts))
}

// capabilities gives the cells from the algorithms to the time for an answer.
func (f *footnotes) capabilities(e entry) []string {
	c := e.Capabilities
	limit := func(v inventory.Value[int]) string {
		return cited(f, e, v, "", func(n int) string { return orNone(n, strconv.Itoa(n)) })
	}
	return []string{
		cited(f, e, c.Algorithms, "", listed[string]("any")),
		cited(f, e, c.KeyTypes, "", listed[string]("any")),
		cited(f, e, c.Curves, "", listed[string]("none")),
		cited(f, e, c.Spoilers, "", listed[inventory.Spoiler]("nothing")),
		cited(f, e, c.Needs, "", listed[string]("none")),
		limit(c.LeastRSABits),
		cited(f, e, c.StrictIntegers, "", yesNo),
		cited(f, e, c.StrictBase64, "", yesNo),
		cited(f, e, c.FollowsRedirects, "", yesNo),
		cited(f, e, c.Accept, "", func(field string) string { return orNone(field, "`"+field+"`") }),
		limit(c.MaxBody),
		limit(c.MaxKeys),
		cited(f, e, c.Timeout, "", func(d time.Duration) string { return orNone(d, window.FormatSpan(inventory.For(d))) }),
	}
}

// cited is a default with its source. One without a source is an opinion and fails
// the test.
func cited[T any](f *footnotes, e entry, v inventory.Value[T], unknown string, show func(T) string) string {
	switch {
	case v.From == inventory.Unknown:
		return unknown
	case v.Cite == "":
		f.t.Errorf("%s: the default %s has no source", e.name, show(v.V))
		return show(v.V)
	}
	return show(v.V) + f.mark(v.Cite)
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// orNone is the text, or what the zero value means where it is known.
func orNone[T comparable](v T, text string) string {
	var zero T
	if v == zero {
		return "none"
	}
	return text
}

func listed[T ~string](empty string) func([]T) string {
	return func(list []T) string {
		texts := make([]string, len(list))
		for i, item := range list {
			texts[i] = string(item)
		}
		return cmp.Or(strings.Join(texts, " "), empty)
	}
}
