package inventory

import (
	"cmp"
	"strconv"
)

// Origin is where somebody named a thing: a place in a file, or an argument.
type Origin struct {
	File   string // slash-separated path as the user gave it; "" for a command-line argument
	Line   int    // 1-based; 0 when the file is named as a whole
	Column int    // 1-based, in bytes; 0 when unknown
}

// IsZero reports whether the origin is a command-line argument, which has no place.
func (o Origin) IsZero() bool { return o == Origin{} }

// String gives "file:line:column", shortened where parts are unknown.
func (o Origin) String() string {
	switch {
	case o.File == "":
		return "command line"
	case o.Line == 0:
		return o.File
	case o.Column == 0:
		return o.File + ":" + strconv.Itoa(o.Line)
	}
	return o.File + ":" + strconv.Itoa(o.Line) + ":" + strconv.Itoa(o.Column)
}

// Compare orders origins by file, line and column.
func (o Origin) Compare(other Origin) int {
	return cmp.Or(
		cmp.Compare(o.File, other.File),
		cmp.Compare(o.Line, other.Line),
		cmp.Compare(o.Column, other.Column),
	)
}
