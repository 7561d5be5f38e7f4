package config

import "strings"

// maskExpressions blanks out the inside of @(...) and @{...}, lines kept. One that
// never ends is none.
func maskExpressions(text string) string {
	if !strings.Contains(text, "@(") && !strings.Contains(text, "@{") {
		return text
	}
	out := []byte(text)
	for at := 0; at+1 < len(text); at++ {
		if text[at] != '@' || text[at+1] != '(' && text[at+1] != '{' {
			continue
		}
		end := expressionEnd(text[at+1:])
		if end == 0 {
			return string(out)
		}
		for i := at + 2; i < at+end; i++ {
			if out[i] != '\n' && out[i] != '\r' {
				out[i] = '_'
			}
		}
		at += end
	}
	return string(out)
}

// expressionEnd is the length of a C# expression in brackets, those in its texts
// and characters left out; 0 where it does not end.
func expressionEnd(text string) int {
	open, shut := text[0], map[byte]byte{'(': ')', '{': '}'}[text[0]]
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case open:
			depth++
		case shut:
			if depth--; depth == 0 {
				return i + 1
			}
		case '"', '\'':
			i += literalEnd(text[i:])
		}
	}
	return 0
}

// literalEnd is how far the closing quote of a C# literal lies from its opening
// one; 0 where its line ends first, for then it is no literal.
func literalEnd(text string) int {
	for i := 1; i < len(text) && text[i] != '\n'; i++ {
		switch text[i] {
		case '\\':
			i++
		case text[0]:
			return i
		}
	}
	return 0
}
