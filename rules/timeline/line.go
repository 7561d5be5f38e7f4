package timeline

import (
	"cmp"
	"sort"
	"time"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// recentPublications is from how many publications a cadence is told: an issuer
// that changed its pace is not held to the old one for ever.
const recentPublications = 6

// Line is the sequence of signing keys that replace one another: those of one key
// type, curve and algorithm.
type Line struct {
	Kty, Crv, Alg string
	Keys          []*Key           // by first sight
	Published     []window.Bracket // the polls at which new keys appeared, each once, edges left out
	Gap           time.Duration    // longest time between two polls since the first of Published that counts
}

// kind is what the keys of a line have in common.
type kind struct{ kty, crv, alg string }

func kindOf(k *inventory.Key) kind { return kind{k.Kty, k.Crv, k.Alg} }

func (h *History) findLines() {
	h.lines = map[kind]*Line{}
	for _, key := range h.Keys {
		if !key.Signs {
			continue
		}
		line := h.lines[kindOf(key.Newest)]
		if line == nil {
			line = &Line{Kty: key.Newest.Kty, Crv: key.Newest.Crv, Alg: key.Newest.Alg}
			h.lines[kindOf(key.Newest)] = line
			h.Lines = append(h.Lines, line)
		}
		line.Keys = append(line.Keys, key)
	}
	for _, line := range h.Lines {
		h.findPublications(line)
	}
}

func (h *History) findPublications(line *Line) {
	var firsts []int // in order, as the keys are
	for _, key := range line.Keys {
		first := key.Stays[0].First
		if n := len(firsts); !key.Stays[0].Edge && (n == 0 || firsts[n-1] != first) {
			firsts = append(firsts, first)
			line.Published = append(line.Published, key.Published())
		}
	}
	if len(firsts) == 0 {
		return
	}
	from := firsts[max(0, len(firsts)-recentPublications)]
	for i := max(from, 1); i < len(h.Read); i++ {
		line.Gap = max(line.Gap, h.Read[i].Time.Sub(h.Read[i-1].Time))
	}
}

// Line returns the one that a key belongs to; nil for a key that does not sign.
func (h *History) Line(key *Key) *Line {
	if !key.Signs {
		return nil
	}
	return h.lines[kindOf(key.Newest)]
}

// Main is the line that the endpoint is known by: of those that are published, the
// one with most publications, then most keys; nil where nothing signs.
func (h *History) Main() *Line {
	var main *Line
	for _, line := range h.Lines {
		better := func(a, b *Line) int {
			return cmp.Or(cmp.Compare(min(a.Now(), 1), min(b.Now(), 1)),
				cmp.Compare(len(a.Published), len(b.Published)), cmp.Compare(len(a.Keys), len(b.Keys)))
		}
		if main == nil || better(line, main) > 0 {
			main = line
		}
	}
	return main
}

// Shown is how many keys of a line the newest conclusive poll shows.
func (h *History) Shown(l *Line) (n int) {
	for _, key := range l.Keys {
		if h.Shows(key.Newest) {
			n++
		}
	}
	return n
}

// Now is how many keys of the line are not gone: one that only the last poll lacks
// is among them.
func (l *Line) Now() (n int) {
	for _, key := range l.Keys {
		if !key.Gone() {
			n++
		}
	}
	return n
}

// Newest is the key that was published last; nil where several came at once, or
// all were there at the first poll.
func (l *Line) Newest() *Key {
	n := len(l.Keys)
	newest := l.Keys[n-1]
	if newest.Stays[0].Edge && n > 1 || n > 1 && l.Keys[n-2].Stays[0].First == newest.Stays[0].First {
		return nil
	}
	return newest
}

// Cadence is R as observed; false where no steady pace can be told.
func (l *Line) Cadence() (window.Term, bool) { return l.paceOf(l.Published) }

// UsualCadence is R before the last publication.
func (l *Line) UsualCadence() (window.Term, bool) {
	return l.paceOf(l.Published[:max(0, len(l.Published)-1)])
}

func (l *Line) paceOf(published []window.Bracket) (window.Term, bool) {
	return window.CadenceOf(published[max(0, len(published)-recentPublications):], l.Gap)
}

// Newer counts the generations of keys that were published after one.
func (l *Line) Newer(than *Key) (n int) {
	last := than.Stays[0].First
	for _, key := range l.Keys {
		if first := key.Stays[0].First; first > last {
			n, last = n+1, first
		}
	}
	return n
}

// Successor is the first key of the line that was published after another; nil for
// none.
func (l *Line) Successor(of *Key) *Key {
	i := sort.Search(len(l.Keys), func(i int) bool { return l.Keys[i].Stays[0].First > of.Stays[0].First })
	if i == len(l.Keys) {
		return nil
	}
	return l.Keys[i]
}
