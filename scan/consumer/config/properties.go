package config

import (
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// readProperties reads a Java properties text (java.util.Properties, "load") as
// one Map whose names are the keys as written, dots included. It expands
// nothing, and unlike Java it lets a bad escape stand as it is.
func readProperties(d *Document) *Node {
	root := &Node{Kind: Map, At: d.origin(1, 1)}
	lines := strings.Split(d.text, "\n")
	for i := 0; i < len(lines) && len(root.Fields) < maxNodes; {
		line, used := logicalLine(lines[i:], i+1)
		i += used
		if line.text == "" || line.text[0] == '#' || line.text[0] == '!' {
			continue
		}
		end := separator(line.text)
		start := end + blanks(line.text[end:])
		if start < len(line.text) && (line.text[start] == '=' || line.text[start] == ':') {
			start++
			start += blanks(line.text[start:])
		}
		value := &Node{Kind: Scalar, Text: unescape(line.text[start:]), At: line.origin(d, start)}
		root.put(unescape(line.text[:end]), line.origin(d, 0), value)
	}
	return root
}

// logical is a line with its continuations.
type logical struct {
	text   string
	pieces []piece
}

// piece is where one natural line begins within a logical one.
type piece struct{ offset, line, column int }

// logicalLine joins the first natural line with those that it continues into,
// without their leading blanks, and says how many it used.
func logicalLine(lines []string, number int) (logical, int) {
	var pieces []piece
	var b strings.Builder
	for used, line := range lines {
		line = strings.TrimSuffix(line, "\r")
		lead := blanks(line)
		pieces = append(pieces, piece{b.Len(), number + used, lead + 1})
		line = line[lead:]
		comment := used == 0 && (strings.HasPrefix(line, "#") || strings.HasPrefix(line, "!"))
		if comment || !continues(line) {
			b.WriteString(line)
			return logical{b.String(), pieces}, used + 1
		}
		b.WriteString(line[:len(line)-1])
	}
	return logical{b.String(), pieces}, len(lines)
}

// origin gives the place of an offset of the joined text.
func (l *logical) origin(d *Document, offset int) inventory.Origin {
	last := l.pieces[0]
	for _, p := range l.pieces {
		if p.offset <= offset {
			last = p
		}
	}
	return d.origin(last.line, last.column+offset-last.offset)
}

// separator finds the end of the key: the first '=', ':' or blank that no backslash escapes.
func separator(line string) int {
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '=', ':', ' ', '\t', '\f':
			return i
		}
	}
	return len(line)
}

// blanks counts the blanks that a text begins with.
func blanks(text string) int { return len(text) - len(strings.TrimLeft(text, " \t\f")) }

// continues reports whether a line ends in an odd number of backslashes.
func continues(line string) bool {
	return (len(line)-len(strings.TrimRight(line, `\`)))%2 == 1
}

// unescape resolves \t, \n, \f, \r and \uXXXX, in pairs where they are surrogates;
// before any other character a backslash falls away.
func unescape(text string) string {
	if !strings.Contains(text, `\`) {
		return text
	}
	var b strings.Builder
	var high rune
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' || i+1 == len(text) {
			b.WriteByte(text[i])
			continue
		}
		i++
		if code, ok := codeUnit(text[i:]); ok {
			i += 4
			switch {
			case high != 0:
				b.WriteRune(utf16.DecodeRune(high, code))
				high = 0
			case utf16.IsSurrogate(code) && strings.HasPrefix(text[i+1:], `\u`):
				high = code
			default:
				b.WriteRune(code)
			}
			continue
		}
		if at := strings.IndexByte("tnfr", text[i]); at >= 0 {
			b.WriteByte("\t\n\f\r"[at])
			continue
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

// codeUnit reads "uXXXX".
func codeUnit(text string) (rune, bool) {
	if len(text) < 5 || text[0] != 'u' {
		return 0, false
	}
	code, err := strconv.ParseUint(text[1:5], 16, 16)
	return rune(code), err == nil
}
