package timeline

import (
	"slices"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Change is one thing of keys that became another for good: two polls show what
// came after, both newer than the last that shows what was before.
type Change struct {
	Before, After *inventory.Key
	Within        window.Bracket
	Dated         bool // headers date the polls around it
	poll          int
}

// Rebound lists the kids that name another key than they did, which they never
// named together with the other.
func (h *History) Rebound() []Change {
	return h.changes(func(k *inventory.Key) (string, string) {
		if k.Kid == "" {
			return "", ""
		}
		return k.Kid, k.Thumbprint
	})
}

// Renamed lists the keys that go by another kid than they did.
func (h *History) Renamed() []Change {
	return h.changes(func(k *inventory.Key) (string, string) {
		if k.Kid == "" {
			return "", ""
		}
		return k.Thumbprint, k.Kid
	})
}

// Repurposed lists the keys whose alg, use or key_ops became other ones.
func (h *History) Repurposed() []Change {
	return h.changes(func(k *inventory.Key) (string, string) { return k.Thumbprint, attributes(k) })
}

// Recertified lists the keys whose certificate became another one.
func (h *History) Recertified() []Change {
	return h.changes(func(k *inventory.Key) (string, string) {
		if certificate(k) == "" {
			return "", ""
		}
		return k.Thumbprint, certificate(k)
	})
}

// naming is a time in which a subject had a label.
type naming struct {
	label       string
	key         *inventory.Key
	first, last int
}

// changes follows what labels a subject has over time; a key without a subject is
// left out.
func (h *History) changes(pick func(*inventory.Key) (subject, label string)) (out []Change) {
	var order []string
	named := map[string][]naming{}
	for _, r := range h.runs() {
		for _, key := range r.keys {
			subject, label := pick(key)
			if subject == "" {
				continue
			}
			if named[subject] == nil {
				order = append(order, subject)
			}
			named[subject] = extend(named[subject], naming{label, key, r.first, r.last})
		}
	}
	for _, subject := range order {
		list := named[subject]
		slices.SortStableFunc(list, func(a, b naming) int { return a.first - b.first })
		for i := 1; i < len(list); i++ {
			if before, after := list[i-1], list[i]; h.succeeds(before, after, pick) {
				out = append(out, Change{
					Before: before.key, After: after.key, poll: after.first,
					Within: window.Bracketed(h.at(before.last), h.at(after.first)), Dated: h.Dated(before.last, after.first),
				})
			}
		}
	}
	return out
}

// extend joins a naming with an earlier one of the same label.
func extend(list []naming, n naming) []naming {
	for i := range list {
		if list[i].label == n.label {
			list[i].last, list[i].key = n.last, n.key
			return list
		}
	}
	return append(list, n)
}

// succeeds reports whether one label certainly took the place of another.
func (h *History) succeeds(before, after naming, pick func(*inventory.Key) (string, string)) bool {
	if before.last >= after.first || len(h.states) == 0 {
		return false
	}
	agreed := 0
	for i := after.first; i <= after.last && agreed < confirmed; i++ {
		shown := slices.ContainsFunc(h.states[i].keys, func(k *inventory.Key) bool {
			_, label := pick(k)
			return label == after.label && sameSubject(k, after.key, pick)
		})
		if shown && h.newer(i, before.last) {
			agreed++
		}
	}
	return agreed == confirmed
}

func sameSubject(a, b *inventory.Key, pick func(*inventory.Key) (string, string)) bool {
	one, _ := pick(a)
	other, _ := pick(b)
	return one == other
}
