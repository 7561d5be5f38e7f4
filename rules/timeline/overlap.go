package timeline

import (
	"slices"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Overlap is how long a key that went and the one that replaced it were published
// together, and whether that was enough (W3).
type Overlap struct {
	Old, New *Key // New is the candidate that was published first after Old
	Line     *Line
	Seen     window.Term
	// Freshness is what HTTP caches might do at the time; nil where it is not known.
	Freshness *window.Freshness
	// Judgement holds Seen against D + L + S. A suspicion that BesideNew does not share
	// is one about which key is the successor, not about the time.
	Judgement, BesideNew window.Judgement
	Abrupt               bool // no poll shows a signing key from before and one from after
}

// mostOverlaps bounds the work that an endpoint can make: the newest are judged.
const mostOverlaps = 1000

func (h *History) findOverlaps() {
	gone := slices.DeleteFunc(slices.Clone(h.Keys), func(k *Key) bool { return !k.Signs || !k.Gone() })
	for _, old := range gone[max(0, len(gone)-mostOverlaps):] {
		line := h.Line(old)
		if overlap, ok := h.overlapOf(line, old); ok {
			h.Overlaps = append(h.Overlaps, overlap)
		}
	}
	slices.SortStableFunc(h.Overlaps, func(a, b Overlap) int { return a.Old.Removed().By.Compare(b.Old.Removed().By) })
}

func (h *History) overlapOf(line *Line, old *Key) (Overlap, bool) {
	stay := old.last()
	o := Overlap{Old: old, Line: line}
	polls := []int{stay.Last, stay.Without}
	var candidates []window.Bracket
	for _, shown := range h.states[stay.Without].signing {
		key := h.index[shown.Thumbprint]
		if h.Line(key) != line {
			continue
		}
		first := key.stayAt(stay.Without)
		candidates = append(candidates, first.Published)
		polls = append(polls, first.First, max(0, first.First-1))
		if first.First > stay.First && (o.New == nil || first.First < o.New.stayAt(stay.Without).First) {
			o.New = key
		}
	}
	if o.New == nil {
		return Overlap{}, false // what is left was there before: nothing replaced it
	}
	o.Seen, _ = window.OverlapOf(stay.Published, stay.Removed, candidates)
	if !h.Dated(polls...) {
		o.Seen.From = inventory.Assumed
	}
	o.Freshness = h.Freshness(stay.Removed.By)
	need := h.demand.distribution(o.Freshness)
	o.Judgement = window.JudgeOverlap(o.Seen, need, h.demand.Lifetime, h.demand.Skew)
	beside, _ := window.OverlapOf(stay.Published, stay.Removed, []window.Bracket{o.New.stayAt(stay.Without).Published})
	o.BesideNew = window.JudgeOverlap(beside, need, h.demand.Lifetime, h.demand.Skew)
	o.Abrupt = h.abrupt(stay)
	return o, true
}

// stayAt is the stay that a poll lies in.
func (k *Key) stayAt(poll int) *Stay {
	for i := range k.Stays {
		if s := &k.Stays[i]; s.First <= poll && poll <= s.Last {
			return s
		}
	}
	return &k.Stays[0]
}

// abrupt reports whether every signing key went when this one did, and others came.
func (h *History) abrupt(stay *Stay) bool {
	before, after := h.states[stay.Last].signing, h.states[stay.Without]
	if stay.Without > stay.Last+1 || len(after.signing) == 0 {
		return false
	}
	return !slices.ContainsFunc(before, func(k *inventory.Key) bool { return after.find(k.Thumbprint) != nil })
}
