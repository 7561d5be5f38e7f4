package config

import (
	"slices"
	"strings"
)

// Answer is what a text is once its placeholders are looked at.
type Answer uint8

// The answers.
const (
	Literal    Answer = iota // no placeholder in it
	Defaulted                // every placeholder has a default, or was found
	Unresolved               // only the running system knows
)

// Placeholders is how a product writes references in its values.
type Placeholders struct {
	// Colon is set where ${name:default} is the only form of a default (Spring);
	// else it is ${NAME:-default} and its kin, as a shell has them.
	Colon bool
	// Plain is set where ${name} has no form of default (Terraform).
	Plain bool
	// NoDefault is set where ${...} has no form of a default, as in ${ENV:NAME}.
	NoDefault bool
	// Lookup finds the value that the configuration itself gives to a name; may be nil.
	Lookup func(name string) (string, bool)
}

const (
	maxExpansions = 32       // placeholders of one text, those of their values included
	maxExpanded   = 64 << 10 // octets of what they give
)

// Expand resolves the placeholders of a text: {{ }} and {% %} of templates,
// ${VAR} with or without a default, $(VAR), $VAR, #{expr}, @name@ of a build,
// {name} and <name> of documentation, {vault://...} of Kong. An unresolved text is to be shown, never
// to be used.
func (p Placeholders) Expand(text string) (string, Answer) {
	budget := maxExpansions
	return p.expand(text, &budget)
}

func (p Placeholders) expand(text string, budget *int) (string, Answer) {
	answer := Literal
	var b strings.Builder
	for at := 0; at < len(text); {
		end := reference(text[at:])
		if end == 0 {
			b.WriteByte(text[at])
			at++
			continue
		}
		if *budget--; *budget < 0 || end < 0 {
			return text, Unresolved
		}
		value, ok := p.resolve(text[at:at+end], budget)
		if !ok {
			return text, Unresolved
		}
		if b.WriteString(value); b.Len() > maxExpanded {
			return text, Unresolved
		}
		answer, at = Defaulted, at+end
	}
	return b.String(), answer
}

// resolve gives the value of one reference.
func (p Placeholders) resolve(ref string, budget *int) (string, bool) {
	switch {
	case strings.HasPrefix(ref, "{{"):
		return pipedDefault(strings.Trim(ref, "{}-~ \t\r\n"))
	case !strings.HasPrefix(ref, "${"):
		return "", false
	}
	name, fallback, hasDefault := p.cut(ref[2 : len(ref)-1])
	if p.Lookup != nil {
		if found, ok := p.Lookup(name); ok {
			fallback, hasDefault = found, true
		}
	}
	if !hasDefault || p.NoDefault {
		return "", false
	}
	value, answer := p.expand(fallback, budget)
	return value, answer != Unresolved
}

// cut separates a name from its default.
func (p Placeholders) cut(body string) (name, fallback string, ok bool) {
	if p.Plain {
		return body, "", false
	}
	name, rest, found := strings.Cut(body, ":")
	if p.Colon {
		return name, rest, found
	}
	if found {
		switch {
		case rest == "" || strings.ContainsRune("?+:", rune(rest[0])) || rest[0] >= '0' && rest[0] <= '9':
			return name, "", false // ${VAR:?message}, ${VAR:+other}, ${VAR:0:5}, ${AWS::Region}
		case rest[0] == '-' || rest[0] == '=':
			rest = rest[1:]
		}
		return name, rest, true
	}
	if i := strings.IndexAny(body, "-="); i > 0 && isVariable(body[:i]) {
		return body[:i], body[i+1:], true
	}
	return body, "", false
}

// reference is the length of the reference that a text begins with: 0 where there
// is none, negative where it never ends.
func reference(text string) int {
	switch text[0] {
	case '$', '{', '#', '@', '<':
	default:
		return 0
	}
	pairs := []struct{ open, shut string }{
		{"{{", "}}"}, {"{%", "%}"}, {"{vault://", "}"}, {"${", "}"}, {"$(", ")"}, {"#{", "}"}, {"@", "@"}, {"<", ">"}, {"{", "}"},
	}
	for _, pair := range pairs {
		switch {
		case !strings.HasPrefix(text, pair.open):
			continue
		case pair.open == "${":
			return braced(text)
		case len(pair.open) == 1:
			return bracketed(text, pair.shut)
		}
		end := strings.Index(text[2:], pair.shut)
		if end < 0 {
			return -1
		}
		return 2 + end + len(pair.shut)
	}
	if name := len(text) - len(strings.TrimLeft(text[1:], variableLetters)); name > 2 && isVariable(text[1:name]) {
		return name
	}
	return 0
}

// bracketed is the length of a name between two single characters.
func bracketed(text, shut string) int {
	const longest = 100
	end := strings.Index(text[1:min(len(text), longest)], shut)
	if end < 0 {
		return 0
	}
	inside := text[1 : 1+end]
	if !isName(inside) || text[0] != '<' && strings.Contains(inside, " ") {
		return 0
	}
	return end + 2
}

// braced is the length of a ${...} with those nested in it.
func braced(text string) int {
	depth := 0
	for i := range len(text) {
		switch text[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return -1
}

const variableLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"

// isVariable reports whether a text is the name of an environment variable in capitals.
func isVariable(text string) bool {
	return text != "" && strings.Trim(text, variableLetters) == "" &&
		(text[0] < '0' || text[0] > '9')
}

// isName reports whether a text is a word as people put between brackets.
func isName(text string) bool {
	letter := func(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }
	return strings.IndexFunc(text, letter) == 0 && strings.IndexFunc(text, func(r rune) bool {
		return !letter(r) && !strings.ContainsRune("0123456789_-. ", r)
	}) < 0
}

// pipedDefault finds the default of an action: {{ .x | default "a" | quote }},
// {{ default "a" .x }} or {{ x | default('a') }}.
func pipedDefault(action string) (string, bool) {
	stages := strings.Split(action, "|")
	if value, rest, ok := defaultCall(stages[0]); ok && rest != "" && harmless(stages[1:]) {
		return value, true
	}
	for i := 1; i < len(stages); i++ {
		if value, rest, ok := defaultCall(stages[i]); ok && rest == "" && harmless(stages[i+1:]) {
			return value, true
		}
	}
	return "", false
}

// harmless reports whether the stages of a pipe leave the value as it is.
func harmless(stages []string) bool {
	for _, stage := range stages {
		if !slices.Contains([]string{"quote", "squote", "toString", "string"}, strings.TrimSpace(stage)) {
			return false
		}
	}
	return true
}

// defaultCall reads `default "a" rest` and `default('a')`.
func defaultCall(stage string) (value, rest string, ok bool) {
	stage, ok = strings.CutPrefix(strings.TrimSpace(stage), "default")
	if !ok || stage == "" || !strings.ContainsRune(" (", rune(stage[0])) {
		return "", "", false
	}
	stage = strings.Trim(stage, " ()")
	if quote := strings.IndexAny(stage, "\"'`"); quote == 0 {
		value, rest, ok = strings.Cut(stage[1:], stage[:1])
		return value, strings.TrimSpace(rest), ok && !strings.Contains(value, `\`)
	}
	value, rest, _ = strings.Cut(stage, " ")
	number := value != "" && strings.Trim(value, "0123456789.") == ""
	return value, strings.TrimSpace(rest), number || value == "true" || value == "false"
}
