package config

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// syntaxError is a text that is not in its format. The reason quotes nothing.
type syntaxError struct {
	line   int // of the document, from 1; 0 where unknown
	reason string
}

func (e *syntaxError) Error() string { return e.reason }

// yamlReader turns the parser's nodes into ours.
type yamlReader struct {
	doc   *Document
	mask  *masked // nil for a text that is no template
	lines []string
	marks map[int][]int // by line that is not ASCII: offset of every 64th character
	nodes int           // made so far: aliases are copied, so a bomb ends here
	odd   bool          // a mapping is the key of another one
}

// readYAML parses one YAML document, or what a mask has left of it.
func readYAML(d *Document, m *masked) (root *Node, err error) {
	defer func() {
		if recover() != nil { // the parser's fault on hostile text must not end the run
			root, err = nil, errors.New("the YAML parser gave up")
		}
	}()
	text := d.text
	if m != nil {
		text = m.text
	}
	var parsed yaml.Node
	if err := yaml.Unmarshal([]byte(text), &parsed); err != nil {
		return nil, yamlError(err)
	}
	if len(parsed.Content) == 0 {
		return nil, nil
	}
	r := &yamlReader{doc: d, mask: m, lines: strings.Split(text, "\n"), marks: map[int][]int{}}
	root, err = r.node(parsed.Content[0], 0)
	if err == nil && r.odd && hasActions(d.text) {
		return nil, &syntaxError{reason: "a mapping has a mapping for its key"} // {{ x }} reads as {{x: }: }
	}
	return root, err
}

// yamlError takes the line out of the parser's message and the file's text with it.
func yamlError(err error) error {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	e := &syntaxError{reason: text}
	if n, _ := fmt.Sscanf(text, "line %d: ", &e.line); n == 1 {
		_, e.reason, _ = strings.Cut(text, ": ")
	}
	if strings.HasPrefix(e.reason, "unknown anchor") {
		e.reason = "an alias names an unknown anchor"
	}
	e.reason = "not YAML: " + e.reason
	return e
}

func (r *yamlReader) node(y *yaml.Node, depth int) (*Node, error) {
	if y.Kind == yaml.AliasNode {
		y = y.Alias
	}
	if r.nodes++; r.nodes > maxNodes {
		return nil, fmt.Errorf("more than %d values with aliases expanded", maxNodes)
	}
	if depth > maxDepth {
		return nil, &syntaxError{y.Line, fmt.Sprintf("values are nested more than %d deep", maxDepth)}
	}
	n := &Node{At: r.origin(y)}
	if len(y.Tag) > 1 && y.Tag[0] == '!' && y.Tag[1] != '!' {
		n.Tag = y.Tag
	}
	switch y.Kind {
	case yaml.MappingNode:
		n.Kind = Map
		return n, r.fields(n, y, depth)
	case yaml.SequenceNode:
		n.Kind = List
		for _, item := range y.Content {
			value, err := r.node(item, depth+1)
			if err != nil {
				return nil, err
			}
			n.push(value)
		}
		return n, nil
	}
	if y.ShortTag() != "!!null" {
		n.Kind, n.Text = Scalar, r.mask.restore(y.Value)
		if y.Style&yaml.LiteralStyle != 0 {
			n.literal, n.indent = true, r.indent(y)
		}
	}
	return n, nil
}

// fields reads a mapping. What a merge key brings gives way to the mapping's own
// fields; where a template has a name twice, for either branch, no value counts.
func (r *yamlReader) fields(n *Node, y *yaml.Node, depth int) error {
	var merged []*Node
	index := map[string]int{}
	for i := 0; i+1 < len(y.Content); i += 2 {
		key := y.Content[i]
		value, err := r.node(y.Content[i+1], depth+1)
		if err != nil {
			return err
		}
		if key.Kind == yaml.AliasNode {
			key = key.Alias
		}
		if key.ShortTag() == "!!merge" {
			merged = append(merged, value.Elements()...)
			continue
		}
		if key.Kind != yaml.ScalarNode {
			r.odd = true
			continue
		}
		name := r.mask.restore(key.Value)
		if at, twice := index[name]; twice && r.mask != nil {
			n.Fields[at].Value.either(value)
			continue
		}
		index[name] = len(n.Fields)
		n.put(name, r.origin(key), value)
	}
	for _, from := range merged {
		for _, f := range from.Fields {
			if _, own := index[f.Name]; !own {
				index[f.Name] = len(n.Fields)
				n.put(f.Name, f.At, f.Value)
			}
		}
	}
	return nil
}

// either makes one open value of two.
func (n *Node) either(other *Node) {
	if len(n.Text) < maxExpanded {
		n.Text += " | " + other.Scalar()
	}
	n.Kind, n.Open = Scalar, true
}

// origin gives the place of a node. The parser counts characters, an Origin octets.
func (r *yamlReader) origin(y *yaml.Node) inventory.Origin {
	column := y.Column
	if y.Line >= 1 && y.Line <= len(r.lines) {
		column = r.octets(y.Line, column-1) + 1
		column += r.mask.shift(y.Line, column)
	}
	return r.doc.origin(y.Line, column)
}

// octets is the length of the first n characters of a line, from 1. A line may be
// the whole file, so it is not walked anew for every value on it.
func (r *yamlReader) octets(number, n int) int {
	const every = 64
	line := r.lines[number-1]
	marks, known := r.marks[number]
	if !known {
		count := 0
		for at := range line {
			if count++; count%every == 1 {
				marks = append(marks, at)
			}
		}
		if count == len(line) {
			marks = nil // ASCII
		}
		r.marks[number] = marks
	}
	if marks == nil || n < 0 {
		return n
	}
	block := min(n/every, len(marks)-1)
	at := marks[block]
	for n -= block * every; n > 0 && at < len(line); n-- {
		_, size := utf8.DecodeRuneInString(line[at:])
		at += size
	}
	return at + n
}

// indent finds by how much the lines of a block scalar are indented.
func (r *yamlReader) indent(y *yaml.Node) int {
	for i, line := range strings.Split(y.Value, "\n") {
		if strings.TrimSpace(line) == "" || y.Line+i >= len(r.lines) {
			continue
		}
		return max(leading(r.lines[y.Line+i])-leading(line), 0)
	}
	return 0
}

// leading counts the blanks before a line.
func leading(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }
