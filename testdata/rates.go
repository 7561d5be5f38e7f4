package testdata

import (
	"fmt"
	"strconv"
	"strings"
)

// Rate is how often a rule finds something in the real world.
type Rate struct {
	Found, Of int    // key sets, metadata documents or configurations
	What      string // which of these
}

// String says it in words; "" where nothing was looked at.
func (r Rate) String() string {
	if r.Of == 0 {
		return ""
	}
	return fmt.Sprintf("%d of %d real %s (%.1f %%)", r.Found, r.Of, r.What, 100*float64(r.Found)/float64(r.Of))
}

// BaseRate looks a rule up; zero where nothing was looked at that it could judge.
// The table is written by `go test ./rules -update` where the corpus of real key
// sets, metadata and configurations lies beside the repository.
func BaseRate(rule string) Rate {
	table, err := embedded.ReadFile("base-rates.tsv")
	if err != nil {
		return Rate{}
	}
	return RateIn(string(table), rule)
}

// RateIn looks a rule up in the text of a table: its first four columns are the
// rule, how many were found, of how many, and what they are.
func RateIn(table, rule string) Rate {
	for line := range strings.Lines(table) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if cells[0] != rule || len(cells) < 4 {
			continue
		}
		found, err1 := strconv.Atoi(cells[1])
		of, err2 := strconv.Atoi(cells[2])
		if err1 == nil && err2 == nil {
			return Rate{found, of, cells[3]}
		}
	}
	return Rate{}
}
