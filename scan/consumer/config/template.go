package config

import (
	"slices"
	"sort"
	"strconv"
	"strings"
)

// A masked action is two private characters around its number: readable as part
// of any YAML scalar, and met in no configuration.
const (
	maskOpen  = "\uE000"
	maskClose = "\uE001"
)

// masked is the text of a template with its actions out of the parser's way. It
// has the lines of the template.
type masked struct {
	text    string
	actions []string
	shifts  map[int][]shift // by line, from 1
}

// shift says that columns of the template are larger from a column of the masked line on.
type shift struct{ from, by int }

// span is where an action stands in a text.
type span struct{ start, end int }

// chunk is a line, or several that an action joins.
type chunk struct {
	text   string // masked, one line
	lines  int
	bare   bool // nothing but actions
	output bool // bare, and one of them gives text: toYaml, include, a value
}

// hasActions reports whether template actions may stand in a text.
func hasActions(text string) bool {
	return strings.Contains(text, "{{") || strings.Contains(text, "{%")
}

// mask replaces every action. A line of nothing else becomes empty, unless it
// gives the value of the setting above it: else a setting that the template
// fills would read as one that is absent. nil: the text cannot be masked.
func mask(text string) *masked {
	if strings.Contains(text, maskOpen) || strings.Contains(text, maskClose) {
		return nil
	}
	m := &masked{shifts: map[int][]shift{}}
	chunks := m.chunks(text)
	var lines []string
	owner, ownerLine := -1, 0 // the last setting without a value
	for i, c := range chunks {
		line := c.text
		switch trimmed := strings.TrimSpace(line); {
		case c.bare:
			if c.output && owner >= 0 {
				if !membersFollow(chunks[i+1:], chunks[owner].text) {
					lines[ownerLine] += " " + trimmed
				}
				owner = -1
			}
			line = ""
		case trimmed == "" || trimmed[0] == '#':
		case strings.HasSuffix(trimmed, ":"):
			owner, ownerLine = i, len(lines)
		default:
			owner = -1
		}
		lines = append(lines, line)
		for range c.lines - 1 {
			lines = append(lines, "")
		}
	}
	m.text = strings.Join(lines, "\n")
	return m
}

// chunks cuts a text into lines and masks them.
func (m *masked) chunks(text string) []chunk {
	var out []chunk
	found := actions(text)
	for at, number := 0, 1; at < len(text); {
		end, n := lineEnd(text, at), 0
		for ; n < len(found) && found[n].start < end; n++ {
			end = max(end, lineEnd(text, found[n].end))
		}
		c := m.chunk(text, span{at, end}, found[:n], number)
		out = append(out, c)
		found, at, number = found[n:], end+1, number+c.lines
	}
	return out
}

func (m *masked) chunk(text string, line span, within []span, number int) chunk {
	c := chunk{lines: strings.Count(text[line.start:line.end], "\n") + 1, bare: len(within) > 0}
	var b strings.Builder
	at := line.start
	for _, a := range within {
		c.bare = c.bare && strings.TrimSpace(text[at:a.start]) == ""
		action := text[a.start:a.end]
		c.output = c.output || givesText(action)
		b.WriteString(text[at:a.start] + maskOpen + strconv.Itoa(len(m.actions)) + maskClose)
		m.actions = append(m.actions, action)
		m.shifts[number] = append(m.shifts[number], shift{b.Len() + 1, a.end - line.start - b.Len()})
		at = a.end
	}
	c.bare = c.bare && strings.TrimSpace(text[at:line.end]) == ""
	b.WriteString(strings.TrimSuffix(text[at:line.end], "\r"))
	c.text = b.String()
	return c
}

func lineEnd(text string, at int) int {
	if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
		return at + i
	}
	return len(text)
}

// actions finds {{ }}, and {% %} and {# #} of Jinja. One that never ends is none.
func actions(text string) []span {
	var out []span
	unclosed := map[string]bool{}
	for at := 0; ; {
		i := strings.IndexByte(text[at:], '{')
		if i < 0 || at+i+2 > len(text) {
			return out
		}
		start := at + i
		closing := map[string]string{"{{": "}}", "{%": "%}", "{#": "#}"}[text[start:start+2]]
		if closing == "" || unclosed[closing] {
			at = start + 1
			continue
		}
		end := strings.Index(text[start+2:], closing)
		if end < 0 {
			unclosed[closing] = true
			continue
		}
		at = start + 2 + end + 2
		out = append(out, span{start, at})
	}
}

// givesText tells an action that stands for text from one that steers or comments.
func givesText(action string) bool {
	if !strings.HasPrefix(action, "{{") {
		return false
	}
	body := strings.Trim(action, "{}-~ \t\r\n")
	word, rest, _ := strings.Cut(body, " ")
	assigns := strings.HasPrefix(word, "$") && (strings.HasPrefix(rest, ":=") || strings.HasPrefix(rest, "="))
	steers := []string{"if", "else", "end", "range", "with", "define", "block", "break", "continue"}
	return !assigns && !slices.Contains(steers, word) && !strings.HasPrefix(body, "/*")
}

// membersFollow reports whether the setting on a line has members of its own below.
func membersFollow(below []chunk, line string) bool {
	key := strings.TrimLeft(line, " -")
	for _, c := range below {
		trimmed := strings.TrimSpace(c.text)
		if c.bare || trimmed == "" || trimmed[0] == '#' {
			continue
		}
		indent, own := leading(c.text), len(line)-len(key)
		return indent > own || indent == own && strings.HasPrefix(trimmed, "- ")
	}
	return false
}

// restore puts the actions back into a text of the masked document.
func (m *masked) restore(text string) string {
	if m == nil || !strings.Contains(text, maskOpen) {
		return text
	}
	var b strings.Builder
	for {
		before, after, found := strings.Cut(text, maskOpen)
		b.WriteString(before)
		number, rest, closed := strings.Cut(after, maskClose)
		n, err := strconv.Atoi(number)
		if !found || !closed || err != nil || n < 0 || n >= len(m.actions) {
			b.WriteString(after)
			return b.String()
		}
		b.WriteString(m.actions[n])
		text = rest
	}
}

// shift is by how much a column of a masked line is larger in the template.
func (m *masked) shift(line, column int) int {
	if m == nil {
		return 0
	}
	shifts := m.shifts[line]
	after := sort.Search(len(shifts), func(i int) bool { return shifts[i].from > column })
	if after == 0 {
		return 0
	}
	return shifts[after-1].by
}
