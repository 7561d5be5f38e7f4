// Package testdata carries the rule cases and their base rates into the binary, so
// that `jwksaudit explain` shows, offline, what the tests check. It holds no
// other code; the other folders here are read by tests alone.
package testdata

import (
	"embed"
	"fmt"
	"path"
	"strings"
)

//go:embed rules/*.txtar base-rates.tsv
var embedded embed.FS

// Case is one file of a rule's cases.
type Case struct {
	Name string // slash-separated: "bad/short/set.http"
	Data string
}

// Cases returns what the cases of a rule say of themselves, and their files in order.
func Cases(rule string) (comment string, files []Case, err error) {
	data, err := embedded.ReadFile(path.Join("rules", rule+".txtar"))
	if err != nil {
		return "", nil, fmt.Errorf("rule %s has no cases: %w", rule, err)
	}
	var name string
	var text strings.Builder
	flush := func() {
		if name == "" {
			comment = strings.TrimSpace(text.String())
		} else {
			files = append(files, Case{name, text.String()})
		}
		text.Reset()
	}
	for line := range strings.Lines(string(data)) {
		trimmed := strings.TrimSpace(line)
		if strings.HasPrefix(trimmed, "-- ") && strings.HasSuffix(trimmed, " --") {
			flush()
			name = strings.TrimSpace(trimmed[3 : len(trimmed)-3])
			continue
		}
		text.WriteString(line)
	}
	flush()
	return comment, files, nil
}

// Example returns the first bad case of a rule: what the case says, its files,
// and the findings that it gives.
func Example(rule string) (string, error) {
	comment, files, err := Cases(rule)
	if err != nil {
		return "", err
	}
	var example strings.Builder
	if comment != "" {
		example.WriteString(comment + "\n\n")
	}
	first := ""
	for _, f := range files {
		folder, base := path.Split(f.Name)
		if !strings.HasPrefix(folder, "bad/") || first != "" && folder != first {
			continue
		}
		first = folder
		fmt.Fprintf(&example, "-- %s --\n%s", base, f.Data)
	}
	return example.String(), nil
}
