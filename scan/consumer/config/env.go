package config

import "strings"

// readEnv reads lines of NAME=value, as docker, systemd and shells take them: with
// "export" or without, the value in quotes or not. Lines of another kind are
// passed over. It expands nothing.
func readEnv(d *Document) *Node {
	root := &Node{Kind: Map, At: d.origin(1, 1)}
	for i, line := range strings.Split(d.text, "\n") {
		line = strings.TrimSuffix(line, "\r")
		start := blanks(line)
		if rest, ok := strings.CutPrefix(line[start:], "export "); ok {
			start = len(line) - len(rest) + blanks(rest)
		}
		name, value, found := strings.Cut(line[start:], "=")
		if !found || !isEnvName(name) || len(root.Fields) == maxNodes {
			continue
		}
		at := start + len(name) + 1 + blanks(value)
		root.put(name, d.origin(i+1, start+1), &Node{Kind: Scalar, Text: unquoted(value), At: d.origin(i+1, at+1)})
	}
	return root
}

// isEnvName reports whether a text is the name of a variable, in any case.
func isEnvName(text string) bool {
	upper := strings.ToUpper(text)
	return isVariable(upper)
}
