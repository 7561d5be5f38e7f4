package output

import (
	"bufio"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// visible reports whether a terminal shows the character as itself: not a
// control (C0, DEL, C1), not one that reorders or hides text (bidi, zero width,
// fillers, variation selectors), no space but the plain one.
func visible(r rune) bool {
	if r < unicode.MaxASCII {
		return r >= ' '
	}
	return unicode.IsPrint(r) && !unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// The GitHub Actions runner takes commands from what a program prints: "##[name]"
// anywhere, and "::name::" at the start of a line, leading space aside
// (actions/runner, src/Runner.Common/ActionCommand.cs). Text from outside gives none.
const runnerCommand = "##["

// Plain makes hostile text fit for a line that people read: what is not visible
// becomes \u{..}, line ends included, and an octet that is not UTF-8 \x{..}.
func Plain(text string) string {
	text = strings.ReplaceAll(text, runnerCommand, `\u{23}#[`)
	if strings.IndexFunc(text, func(r rune) bool { return r == utf8.RuneError || !visible(r) }) < 0 {
		return text
	}
	var b strings.Builder
	for text != "" {
		r, size := utf8.DecodeRuneInString(text)
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x{%02x}`, text[0])
		case visible(r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, `\u{%x}`, r)
		}
		text = text[size:]
	}
	return b.String()
}

// withoutCommand keeps a finished line from being a command of the runner, its
// colour aside.
func withoutCommand(line string) string {
	start := strings.TrimLeft(line, " ")
	if strings.HasPrefix(start, "\x1b[") {
		_, start, _ = strings.Cut(start, "m")
	}
	rest, ok := strings.CutPrefix(start, "::")
	if !ok || !strings.Contains(rest, "::") { // as in an IPv6 address
		return line
	}
	return strings.TrimSuffix(line, start) + `\u{3a}:` + rest
}

// escapeJSON rewrites marshalled JSON so that no invisible character stands in
// it raw: encoding/json leaves DEL, C1 and bidi characters as they are. The
// values stay the same, since \uXXXX means the character itself.
func escapeJSON(marshalled string) string {
	marshalled = strings.ReplaceAll(marshalled, runnerCommand, `\u0023#[`) // within strings alone, as JSON has it
	raw := func(r rune) bool { return r == '\n' || visible(r) }
	if strings.IndexFunc(marshalled, func(r rune) bool { return !raw(r) }) < 0 {
		return marshalled
	}
	var b strings.Builder
	for _, r := range marshalled {
		switch high, low := utf16.EncodeRune(r); {
		case raw(r):
			b.WriteRune(r)
		case high == unicode.ReplacementChar:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		}
	}
	return b.String()
}

// put writes to a buffer that keeps its first error: Flush returns it.
func put(out *bufio.Writer, texts ...string) {
	for _, text := range texts {
		_, _ = out.WriteString(text)
	}
}
