package config

import (
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// readINI reads sections of keys and values. The keys before the first section
// are fields of the root, a section is a field that is a Map, dots are part of
// names, and a section that comes again continues. A line that ends in a
// backslash goes on in the next one. It expands nothing.
func readINI(d *Document) (*Node, error) {
	root := &Node{Kind: Map, At: d.origin(1, 1)}
	section, known := root, sections{}
	lines := strings.Split(d.text, "\n")
	for i, count := 0, 0; i < len(lines) && count < maxNodes; count++ {
		number := i + 1
		line, used := logicalLine(lines[i:], number)
		i += used
		line.text = strings.TrimRight(line.text, " \t\f")
		switch first := strings.TrimLeft(line.text, " \t"); {
		case first == "" || strings.ContainsRune(";#", rune(first[0])):
		case strings.HasPrefix(first, "{{") || strings.HasPrefix(first, "{%"):
			d.Template = true
		case first[0] == '[':
			name, after, closed := strings.Cut(first[1:], "]")
			if after = strings.TrimSpace(after); !closed || after != "" && !strings.ContainsRune(";#", rune(after[0])) {
				return nil, &syntaxError{number, "not INI: a section's name does not end"}
			}
			section = known.of(root, strings.TrimSpace(name), line.origin(d, 0))
		default:
			if !section.setting(d, line) {
				return nil, &syntaxError{number, "not INI: a line is neither a section nor a setting"}
			}
		}
	}
	return root, nil
}

// sections finds the Maps that are fields of a Map: there may be very many of them.
type sections map[member]*Node

// member is a field, by the Map that it is of and its name.
type member struct {
	of   *Node
	name string
}

// of finds the section of a name, or adds it.
func (s sections) of(n *Node, name string, at inventory.Origin) *Node {
	section := s[member{n, name}]
	if section == nil {
		section = &Node{Kind: Map, At: at}
		n.put(name, at, section)
		s[member{n, name}] = section
	}
	return section
}

// setting adds what a line "key = value" or "key: value" says; false for another line.
func (n *Node) setting(d *Document, line logical) bool {
	end := strings.IndexAny(line.text, "=:")
	if end <= 0 {
		return false
	}
	start := end + 1 + blanks(line.text[end+1:])
	value := &Node{Kind: Scalar, Text: unquoted(line.text[start:]), At: line.origin(d, start)}
	n.put(strings.TrimRight(line.text[:end], " \t"), line.origin(d, 0), value)
	return true
}

// unquoted takes the quotes off a value, or the comment that follows it after a blank.
func unquoted(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return ""
	}
	if quote := text[:1]; strings.ContainsAny(quote, "\"'`") {
		inside, after, closed := strings.Cut(text[1:], quote)
		if after = strings.TrimSpace(after); closed && (after == "" || after[0] == '#' || after[0] == ';') {
			return inside
		}
	}
	for i := 1; i < len(text); i++ {
		if (text[i] == '#' || text[i] == ';') && (text[i-1] == ' ' || text[i-1] == '\t') {
			return strings.TrimRight(text[:i], " \t")
		}
	}
	return text
}
