package timeline

import (
	"cmp"
	"slices"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Kind is what happened.
type Kind string

// The kinds of events.
const (
	KeyAdded      Kind = "key-added"
	KeyRemoved    Kind = "key-removed"
	KidRebound    Kind = "kid-rebound"      // a kid names another key than before
	SameKeyNewKid Kind = "same-key-new-kid" // a key goes by another kid than before
	Resurrected   Kind = "resurrected"      // a key is back that was gone
	Divergent     Kind = "diverging"        // the set returned to an earlier one, perhaps many times
	HardCutover   Kind = "hard-cutover"     // every signing key went when others came
	Emptied       Kind = "emptied"          // no signing key is left
)

// Event is something that happened to a key set.
type Event struct {
	Kind       Kind
	Within     window.Bracket // it was seen at By
	Thumbprint string         // "" for an event of the whole set
	Kid        string         // "" where there is none
	poll       int
}

func (h *History) findEvents() {
	for _, key := range h.Keys {
		h.noteStays(key)
	}
	for _, c := range h.Rebound() {
		h.note(KidRebound, c.poll, c.Within, c.After)
	}
	for _, c := range h.Renamed() {
		h.note(SameKeyNewKid, c.poll, c.Within, c.After)
	}
	for _, d := range h.Divergences {
		h.note(Divergent, d.First, window.Bracket{After: h.Since(d), By: h.Read[h.firstReturn(d)].Time}, nil)
	}
	h.noteSets()
	slices.SortStableFunc(h.Events, func(a, b Event) int {
		return cmp.Or(a.Within.By.Compare(b.Within.By), cmp.Compare(a.poll, b.poll))
	})
}

func (h *History) note(kind Kind, poll int, within window.Bracket, key *inventory.Key) {
	e := Event{Kind: kind, Within: within, poll: poll}
	if key != nil {
		e.Thumbprint, e.Kid = key.Thumbprint, key.Kid
	}
	h.Events = append(h.Events, e)
}

func (h *History) noteStays(key *Key) {
	for i, stay := range key.Stays {
		shown := h.states[stay.First].find(key.Thumbprint)
		switch {
		case i > 0:
			h.note(Resurrected, stay.First, stay.Published, shown)
		case !stay.Edge:
			h.note(KeyAdded, stay.First, stay.Published, shown)
		}
		if stay.Gone {
			h.note(KeyRemoved, stay.Without, stay.Removed, h.states[stay.Last].find(key.Thumbprint))
		}
	}
}

// noteSets notes what happened to all signing keys at once.
func (h *History) noteSets() {
	runs := h.runs()
	for i := 1; i < len(runs); i++ {
		before, after := runs[i-1], runs[i]
		within := window.Bracketed(h.at(before.last), h.at(after.first))
		switch {
		case len(before.signing) > 0 && len(after.signing) == 0:
			h.note(Emptied, after.first, within, nil)
		case h.cutOver(before, after):
			h.note(HardCutover, after.first, within, nil)
		}
	}
}

// cutOver reports whether every signing key of one state is gone in the next, which
// has others.
func (h *History) cutOver(before, after run) bool {
	if len(before.signing) == 0 || len(after.signing) == 0 {
		return false
	}
	return !slices.ContainsFunc(before.signing, func(k *inventory.Key) bool {
		stay := h.index[k.Thumbprint].stayAt(before.last)
		return !stay.Gone || stay.Last != before.last
	})
}

func (h *History) firstReturn(d Divergence) int {
	other := d.First + 1
	for other < d.Last && h.states[other].set == h.states[d.First].set {
		other++
	}
	for i := other; i < d.Last; i++ {
		if h.states[i].set == h.states[d.First].set {
			return i
		}
	}
	return d.Last
}
