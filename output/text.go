package output

import (
	"strings"

	"github.com/olekukonko/tablewriter/pkg/twwidth"

	"github.com/jwksaudit/jwksaudit/rules/window"
)

// maxWord bounds what one word may add to a line, even where nothing is shortened.
const maxWord = 2048

// readable is Plain for text of any length: a report is no place for a megabyte.
func readable(text string) string {
	const most = 4000
	return Plain(clip(text, most))
}

// clip keeps the first characters of a text, and shows that it goes on.
func clip(text string, most int) string {
	if len(text) <= most {
		return text
	}
	n := 0
	for i := range text {
		if n++; n == most {
			return text[:i] + "…"
		}
	}
	return text
}

// columns is the number of terminal columns that plain text takes. The options
// are given, since their default depends on the environment.
func columns(text string) int { return twwidth.WidthWithOptions(text, twwidth.Options{}) }

// pad fills plain text up to a number of columns.
func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-columns(text)))
}

// shorten cuts plain text in the middle, where kids and thumbprints differ least
// in telling them apart.
func shorten(text string, width int) string {
	if len(text) <= width || columns(text) <= width {
		return text
	}
	runes := []rune(text)
	head, tail := width/2, (width-1)/2 // and one column for the mark
	first, last := 0, len(runes)
	for used := 0; first < last; first++ {
		if used += columns(string(runes[first])); used > head {
			break
		}
	}
	for used := 0; last > first; last-- {
		if used += columns(string(runes[last-1])); used > tail {
			break
		}
	}
	return string(runes[:first]) + "…" + string(runes[last:])
}

// wrap breaks plain text at spaces into lines of at most width columns. A longer
// word is shortened in its middle, unless it is a URL, which must survive
// copying, or everything is wanted in full.
func wrap(text string, width int, full bool) []string {
	var lines []string
	line, used := "", 0
	for word := range strings.FieldsSeq(text) {
		if full || strings.Contains(word, "://") {
			word = shorten(word, maxWord)
		} else {
			word = shorten(word, width)
		}
		n := columns(word)
		if line != "" && used+1+n > width {
			lines = append(lines, line)
			line, used = "", 0
		}
		if line != "" {
			line, used = line+" ", used+1
		}
		line, used = line+word, used+n
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// termsText says what a verdict rests on; "" where it rests on no length of time.
func termsText(terms []window.Term) string {
	if len(terms) == 0 {
		return ""
	}
	words := make([]string, len(terms))
	for i, t := range terms {
		words[i] = t.String()
	}
	return "rests on " + strings.Join(words, ", ")
}
