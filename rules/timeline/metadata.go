package timeline

import (
	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// MetadataChange is a member of the metadata that became another.
type MetadataChange struct {
	Before, After string
	Within        window.Bracket
}

// Moved gives what a member of the metadata was and came to be, for the last time;
// false where it stayed. What one poll alone shows between others is no change.
func (h *History) Moved(member func(*inventory.Discovery) string) (MetadataChange, bool) {
	type value struct {
		text        string
		first, last int
		polls       int
	}
	var values []value
	add := func(v value) {
		if n := len(values); n > 0 && values[n-1].text == v.text {
			values[n-1].last, values[n-1].polls = v.last, values[n-1].polls+v.polls
			return
		}
		if n := len(values); n > 1 && values[n-1].polls < confirmed {
			values = values[:n-1]
			if values[n-2].text == v.text {
				values[n-2].last, values[n-2].polls = v.last, values[n-2].polls+v.polls
				return
			}
		}
		values = append(values, v)
	}
	for i, p := range h.Polls {
		if p.Metadata != nil {
			add(value{member(p.Metadata), i, i, 1})
		}
	}
	n := len(values)
	if n < 2 || values[n-1].polls < confirmed {
		return MetadataChange{}, false
	}
	before, after := values[n-2], values[n-1]
	return MetadataChange{
		Before: before.text, After: after.text,
		Within: window.Bracket{After: h.Polls[before.last].Time, By: h.Polls[after.first].Time},
	}, true
}
