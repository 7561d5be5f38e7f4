package timeline

import (
	"slices"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Key is one key, by its thumbprint, over time.
type Key struct {
	Thumbprint string
	Kids       []string       // that it was published under, by first sight
	Newest     *inventory.Key // as it was last seen
	Signs      bool
	Sights     []Sight // polls on end that show it
	Stays      []Stay  // Sights without the gaps that mean nothing; at least one
}

// Sight is polls on end, by their index in History.Read.
type Sight struct{ First, Last int }

// Stay is a time in which a key was published.
type Stay struct {
	Sight
	Published window.Bracket
	Edge      bool           // it was there at the first poll: nobody saw it published
	Gone      bool           // then Removed tells when, and Without is the first newer poll
	Removed   window.Bracket // zero unless Gone
	Without   int
}

// Published brackets when a key first appeared.
func (k *Key) Published() window.Bracket { return k.Stays[0].Published }

// Removed brackets when it went for the last time; zero while it is published.
func (k *Key) Removed() window.Bracket { return k.last().Removed }

// Gone reports whether the key is no longer published.
func (k *Key) Gone() bool { return k.last().Gone }

func (k *Key) last() *Stay { return &k.Stays[len(k.Stays)-1] }

// Kid is the one that the key was last seen under.
func (k *Key) Kid() string { return k.Newest.Kid }

func (h *History) findKeys() {
	h.index = map[string]*Key{}
	for _, r := range h.runs() {
		for _, published := range r.keys {
			key := h.index[published.Thumbprint]
			if key == nil {
				key = &Key{Thumbprint: published.Thumbprint}
				h.index[key.Thumbprint] = key
				h.Keys = append(h.Keys, key)
			}
			key.Newest = published
			key.Signs = h.demand.Signs(published)
			if published.Kid != "" && !slices.Contains(key.Kids, published.Kid) {
				key.Kids = append(key.Kids, published.Kid)
			}
			if n := len(key.Sights); n > 0 && key.Sights[n-1].Last >= r.first-1 {
				key.Sights[n-1].Last = r.last
			} else {
				key.Sights = append(key.Sights, Sight{r.first, r.last})
			}
		}
	}
	for _, key := range h.Keys {
		h.findStays(key)
	}
}

// findStays joins the sights of a key between which it was not really away.
func (h *History) findStays(key *Key) {
	for i, sight := range key.Sights {
		if i > 0 {
			last := key.last()
			without := h.without(last.Last, sight.First)
			if !h.wasAway(last.Last, sight.First, without) {
				last.Last = sight.Last
				continue
			}
			h.remove(last, without[0])
		}
		key.Stays = append(key.Stays, Stay{Sight: sight, Published: h.since(sight.First), Edge: sight.First == 0})
	}
	last := key.last()
	without := h.without(last.Last, len(h.Read))
	ongoing := h.Diverging()
	if len(without) >= confirmed && (ongoing == nil || h.diverged(last.Last) != ongoing) {
		h.remove(last, without[0])
	}
}

// without lists the first polls between two that are certainly newer than the one
// before them, as many as confirm that it was the last.
func (h *History) without(last, next int) (polls []int) {
	for i := last + 1; i < next && len(polls) < confirmed; i++ {
		if h.newer(i, last) {
			polls = append(polls, i)
		}
	}
	return polls
}

// wasAway reports whether a key that polls show again had been removed: for long
// enough that neither sampling nor replicas explain it.
func (h *History) wasAway(last, next int, without []int) bool {
	if h.certainlyBetween(last, next) < away || h.diverged(next) != nil {
		return false
	}
	return h.Read[next].Time.Sub(h.Read[without[0]].Time) > h.grace
}

func (h *History) remove(stay *Stay, without int) {
	stay.Gone, stay.Without = true, without
	stay.Removed = window.Bracketed(h.at(stay.Last), h.at(without))
}
