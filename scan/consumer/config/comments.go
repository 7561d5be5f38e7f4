package config

import "strings"

// uncommented is a JSON text without what many products take besides: comments,
// and commas before a closing bracket. Blanks stand in their place, so that every
// value keeps its place. Texts in quotes stay as they are.
func uncommented(text string) string {
	out := []byte(text)
	comma := -1 // a comma with nothing but blanks and comments after it
	for i := 0; i < len(out); i++ {
		switch c := out[i]; {
		case c == '"':
			i, comma = closingQuote(text, i), -1
		case strings.HasPrefix(text[i:], "//") || strings.HasPrefix(text[i:], "/*"):
			i = blank(out, i, commentEnd(text, i)) - 1
		case c == ',':
			comma = i
		case c == ']' || c == '}':
			if comma >= 0 {
				out[comma] = ' '
			}
			comma = -1
		case c != ' ' && c != '\t' && c != '\r' && c != '\n':
			comma = -1
		}
	}
	return string(out)
}

// closingQuote is where the text that a quote opens ends.
func closingQuote(text string, open int) int {
	for i := open + 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return len(text)
}

// commentEnd is where a comment ends: before the line break, or after "*/".
func commentEnd(text string, start int) int {
	mark, extra := "\n", 0
	if text[start+1] == '*' {
		mark, extra = "*/", 2
	}
	if i := strings.Index(text[start+2:], mark); i >= 0 {
		return start + 2 + i + extra
	}
	return len(text)
}

// blank overwrites octets but for line breaks.
func blank(out []byte, from, to int) int {
	for i := from; i < to; i++ {
		if out[i] != '\n' {
			out[i] = ' '
		}
	}
	return to
}
