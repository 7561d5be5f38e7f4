package config

import (
	"errors"
	"strconv"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Document is one document of a file.
type Document struct {
	// Folder is what holds it: the file's folder, or for a document inside a text
	// the mapping that the text is in. Name is that of the file, or of the setting.
	Folder, Name string
	// YAML is set where the text is YAML or JSON: settings of another product may
	// go by the same names there.
	YAML bool
	// Template is set where the text became readable only around its template
	// actions, so that what they add or leave out is not seen.
	Template bool

	text    string
	beside  *[]*Document // all documents cut from the same text
	format  format
	line    int // lines of the enclosing text before it
	depth   int // of texts within texts
	place   func(line, column int) inventory.Origin
	root    *Node
	failure *Failure
	parsed  bool
	inner   []*Document
	looked  bool // inner is known
}

// Root is the document's value; nil for an empty document.
func (d *Document) Root() *Node { return d.root }

// Siblings returns the readable documents of the text that this one was cut from,
// itself among them.
func (d *Document) Siblings() []*Document {
	var out []*Document
	for _, s := range *d.beside {
		if s.parse(); s.failure == nil {
			out = append(out, s)
		}
	}
	return out
}

// Contains reports whether one of the signs stands in the text, or none is given.
func (d *Document) Contains(signs ...string) bool {
	for _, sign := range signs {
		if strings.Contains(d.text, sign) {
			return true
		}
	}
	return len(signs) == 0
}

// split cuts a text at the lines that separate documents: "---" and "..." in
// YAML (1.2.2 section 9.1), "#---" and "!---" in the properties of Spring Boot.
// Other formats have one document.
func (d *Document) split() []*Document {
	out := []*Document{}
	if d.format != yamlOrJSON && d.format != properties {
		out = append(out, d)
		d.beside = &out
		return out
	}
	start, startLine, line := 0, 0, 0
	cut := func(end int) {
		if strings.TrimSpace(d.text[start:end]) != "" {
			part := *d
			part.text, part.line, part.beside = d.text[start:end], d.line+startLine, &out
			out = append(out, &part)
		}
		start, startLine = end, line
	}
	for at := 0; at < len(d.text); line++ {
		next := len(d.text)
		if i := strings.IndexByte(d.text[at:], '\n'); i >= 0 {
			next = at + i + 1
		}
		switch mark, rest := d.text[at:min(at+4, next)], d.text[at+min(4, next-at):next]; {
		case d.format == properties:
			if (mark == "#---" || mark == "!---") && strings.TrimSpace(rest) == "" {
				cut(at)
			}
		case strings.HasPrefix(mark, "---") && strings.TrimSpace(mark[3:]) == "":
			cut(at)
		case strings.HasPrefix(mark, "...") && strings.TrimSpace(mark[3:]) == "":
			line++
			cut(next)
			line--
		}
		at = next
	}
	cut(len(d.text))
	return out
}

// origin gives the place of a line and column of the document's text, both from 1.
func (d *Document) origin(line, column int) inventory.Origin {
	return d.place(d.line+line, column)
}

// parse reads the document once.
func (d *Document) parse() {
	if d.parsed {
		return
	}
	d.parsed = true
	var err error
	d.root, err = d.read()
	if err == nil {
		return
	}
	line := 1
	var located *syntaxError
	if errors.As(err, &located) && located.line > 0 {
		line = located.line
	}
	d.root, d.failure = nil, &Failure{At: d.origin(line, 0), Reason: err.Error()}
}

// nesting is the depth of brackets, counted without regard to quotes: a
// cheap upper bound that keeps hostile text from the parsers.
func nesting(text string) int {
	depth, deepest := 0, 0
	for i := range len(text) {
		switch text[i] {
		case '[', '{':
			depth++
			deepest = max(deepest, depth)
		case ']', '}':
			depth = max(depth-1, 0)
		}
	}
	return deepest
}

// within returns the documents that stand as text in the settings of this one.
func (d *Document) within() []*Document {
	if d.looked || d.depth == maxInner {
		return d.inner
	}
	d.looked = true
	for n := range d.root.All() {
		if !mayHoldDocument(n) {
			continue
		}
		inner := &Document{
			Folder: d.Folder + "/" + d.Name + ":" + strconv.Itoa(n.parent.At.Line), Name: n.Name(),
			text: n.Text, format: formatOf(n.Name()), depth: d.depth + 1, place: d.placeWithin(n),
		}
		d.inner = append(d.inner, inner.split()...)
	}
	return d.inner
}

// mayHoldDocument leaves out kubectl's copy of the object in the object.
func mayHoldDocument(n *Node) bool {
	return n.Kind == Scalar && n.parent != nil && n.Name() != "kubectl.kubernetes.io/last-applied-configuration" &&
		(strings.Contains(n.Text, "\n") || strings.HasPrefix(n.Text, "{") || strings.HasPrefix(n.Text, "<"))
}

// placeWithin gives the places of a text inside a setting: line by line for a
// block scalar, which starts below its indicator, else the setting's own.
func (d *Document) placeWithin(n *Node) func(line, column int) inventory.Origin {
	if !n.literal {
		return func(int, int) inventory.Origin { return n.At }
	}
	indent := n.indent
	return func(line, column int) inventory.Origin {
		at := n.At
		at.Line += line
		at.Column = 0
		if column > 0 {
			at.Column = column + indent
		}
		return at
	}
}
