package config

import "strings"

// holdsAssignments reports whether a text without a telling name, such as a
// setting's, is of lines `name = value`. The first line that is no comment and no
// template action decides: in YAML it could only begin a plain text.
func holdsAssignments(text string) bool {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' || beginsAction(line) {
			continue
		}
		name, _, found := strings.Cut(line, "=")
		name = strings.TrimSpace(name)
		return found && name != "" && strings.IndexFunc(name, notOfName) < 0
	}
	return false
}

func beginsAction(line string) bool {
	return strings.HasPrefix(line, "{{") || strings.HasPrefix(line, "{%")
}

func notOfName(r rune) bool {
	letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	return !letter && !strings.ContainsRune("._-$%", r)
}

// readAssignments reads properties, and those of a template: what it gives twice
// has several values.
func readAssignments(d *Document) *Node {
	root := readProperties(d)
	for line := range strings.Lines(d.text) {
		d.Template = d.Template || beginsAction(strings.TrimSpace(line))
	}
	if !d.Template {
		return root
	}
	first := map[string]*Node{}
	for _, f := range root.Fields {
		if earlier := first[f.Name]; earlier != nil {
			earlier.Open, f.Value.Open = true, true
		}
		first[f.Name] = f.Value
	}
	return root
}
