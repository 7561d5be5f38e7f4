package timeline

import "github.com/jwksaudit/jwksaudit/rules/window"

// SequenceFault is a SPIFFE bundle that does not say by its sequence that it is newer
// than one before it.
type SequenceFault struct {
	Before, After uint64 // equal where the keys changed and the number did not
	Within        window.Bracket
	Dated         bool // headers date both polls
}

// SequenceFault is the newest one; false for none. What replicas take turns with
// tells nothing, nor what may be the older of two.
func (h *History) SequenceFault() (fault SequenceFault, found bool) {
	for i := 1; i < len(h.Read); i++ {
		j := h.newerThan(i) - 1
		if j < 0 || h.diverged(i) != nil || h.diverged(j) != nil {
			continue
		}
		before, after := sequence(h, j), sequence(h, i)
		if before == nil || after == nil {
			continue
		}
		changed := h.states[i].set != h.states[j].set
		if *after < *before || changed && *after == *before {
			fault = SequenceFault{*before, *after, window.Bracketed(h.at(j), h.at(i)), h.Dated(j, i)}
			found = true
		}
	}
	return fault, found
}

func sequence(h *History, i int) *uint64 {
	if bundle := h.Read[i].Keys.Bundle; bundle != nil {
		return bundle.Sequence
	}
	return nil
}
