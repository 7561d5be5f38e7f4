package window

import (
	"slices"
	"strconv"
	"strings"
)

// String gives the directive as it would be sent, escaped for reports.
func (d Directive) String() string {
	name := abbreviate(d.Name)
	switch {
	case !d.HasValue:
		return name
	case !d.Quoted:
		return name + "=" + abbreviate(d.Value)
	}
	return name + "=" + quote(d.Value)
}

// splitList splits a list at commas outside quoted strings (RFC 9110 section
// 5.6.1). Where a quoted string does not end, commas split wherever they stand.
func splitList(line string) (elements []string, closed bool) {
	start, quoted := 0, false
	for i := 0; i < len(line); i++ {
		switch {
		case quoted && line[i] == '\\':
			i++
		case line[i] == '"':
			quoted = !quoted
		case line[i] == ',' && !quoted:
			elements = append(elements, line[start:i])
			start = i + 1
		}
	}
	if quoted {
		return strings.Split(line, ","), false
	}
	return append(elements, line[start:]), true
}

// readElement reads one element of the list; empty ones are allowed.
func (c *CacheControl) readElement(text string) {
	text = strings.Trim(text, " \t")
	if text == "" {
		return
	}
	if d, ok := parseDirective(text); ok {
		c.keep(d)
		return
	}
	rest, field := text, ""
	if name, after, found := strings.Cut(text, ":"); found && isToken(strings.TrimSpace(name)) {
		field, rest = strings.TrimSpace(name), after
	}
	if field == "" {
		c.fault(CacheMalformed, "", quote(text))
	} else {
		c.fault(CacheHeaderText, "", quote(text))
	}
	if field != "" && !strings.EqualFold(field, "Cache-Control") {
		return // what follows is another field's
	}
	for _, piece := range pieces(rest) {
		if d, ok := parseDirective(piece); ok {
			d.Doubtful = true
			c.keep(d)
		}
	}
}

// pieces cuts malformed text where lenient clients would: at white space and
// semicolons, with the space around "=" taken away.
func pieces(text string) []string {
	words := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\t' || r == ';' })
	var out []string
	for _, word := range words {
		n := len(out) - 1
		if n >= 0 && (strings.HasPrefix(word, "=") || strings.HasSuffix(out[n], "=")) {
			out[n] += word
			continue
		}
		out = append(out, word)
	}
	return out
}

// parseDirective reads token [ "=" ( token / quoted-string ) ] (RFC 9111 section 5.2).
func parseDirective(text string) (Directive, bool) {
	name, value, hasValue := strings.Cut(text, "=")
	d := Directive{Name: strings.ToLower(name), Value: value, HasValue: hasValue}
	if !isToken(name) {
		return d, false
	}
	if n := len(value); n >= 2 && value[0] == '"' && value[n-1] == '"' {
		d.Quoted = true
		d.Value = unescape(value[1 : n-1])
		return d, !strings.Contains(strings.ReplaceAll(value[1:n-1], `\"`, ""), `"`)
	}
	return d, value == "" || isToken(value)
}

// The arguments that directives take (RFC 9111 section 5.2.2, RFC 5861, RFC 8246).
const (
	noArgument = iota
	delta      // a number of seconds
	fieldNames // none, or a list of field names
)

func argumentOf(name string) (kind int, known bool) {
	switch name {
	case "max-age", "s-maxage", "stale-while-revalidate", "stale-if-error":
		return delta, true
	case "no-cache", "private":
		return fieldNames, true
	case "no-store", "public", "must-revalidate", "proxy-revalidate", "must-understand", "no-transform", "immutable":
		return noArgument, true
	}
	return 0, false
}

// keep adds a directive and tells what is wrong with its argument.
func (c *CacheControl) keep(d Directive) {
	if len(c.Directives) == maxDirectives {
		if !slices.ContainsFunc(c.Problems, func(p CacheProblem) bool { return p.Kind == CacheTooMany }) {
			c.Problems = append(c.Problems, CacheProblem{CacheTooMany, "", "more than " + strconv.Itoa(maxDirectives) + " directives"})
		}
		return
	}
	kind, known := argumentOf(d.Name)
	digits := leadingDigits(d.Value)
	switch {
	case !known:
		c.fault(CacheUnknown, d.Name, d.String())
	case d.HasValue && d.Value == "" && kind == fieldNames:
		d.Doubtful = true
		c.fault(CacheMalformed, d.Name, d.String()+", want none or a list of field names")
	case kind == noArgument && d.HasValue:
		d.Doubtful = true
		c.fault(CacheMalformed, d.Name, d.String()+", want no argument")
	case kind == delta && (digits == "" || digits != d.Value):
		d.Doubtful = true
		c.fault(CacheMalformed, d.Name, d.String()+", want a whole number of seconds")
	case kind == delta && d.Quoted:
		c.fault(CacheQuoted, d.Name, d.String())
	}
	if kind == delta && tooLarge(digits) {
		c.fault(CacheOverflow, d.Name, d.String()+", want at most 2147483648")
	}
	c.Directives = append(c.Directives, d)
}

func tooLarge(digits string) bool {
	n, err := strconv.ParseUint(digits, 10, 64)
	return digits != "" && (err != nil || n > maxDelta)
}

// isToken follows RFC 9110 section 5.6.2.
func isToken(s string) bool {
	for i := range len(s) {
		letter := s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z'
		digit := s[i] >= '0' && s[i] <= '9'
		if !letter && !digit && !strings.ContainsRune("!#$%&'*+-.^_`|~", rune(s[i])) {
			return false
		}
	}
	return s != ""
}

func unescape(s string) string {
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		out.WriteByte(s[i])
	}
	return out.String()
}

// quote makes remote text safe and short.
func quote(s string) string { return strconv.QuoteToASCII(abbreviate(s)) }

func abbreviate(s string) string {
	const most = 60
	if len(s) <= most {
		return s
	}
	return s[:most] + "..."
}
