package config

import (
	"sort"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// offsets gives the places of offsets into a document's text.
type offsets struct {
	doc   *Document
	lines []int // offsets at which lines begin
}

func newOffsets(d *Document) offsets {
	o := offsets{doc: d, lines: []int{0}}
	for i := range len(d.text) {
		if d.text[i] == '\n' {
			o.lines = append(o.lines, i+1)
		}
	}
	return o
}

func (o offsets) origin(offset int) inventory.Origin {
	line := o.line(offset)
	return o.doc.origin(line, offset-o.lines[line-1]+1)
}

// line is the number, from 1, of the line that an offset stands on.
func (o offsets) line(offset int) int { return sort.SearchInts(o.lines, offset+1) }
