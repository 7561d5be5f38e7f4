package cmd

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/output"
	"github.com/jwksaudit/jwksaudit/rules"
)

// before is what the last completed scan in the history found, and when.
func (s *settings) before(ctx context.Context) (map[string]rules.Remembered, time.Time) {
	if s.memory == nil {
		return nil, time.Time{}
	}
	return s.memory.before(ctx)
}

// carried gives the findings of the last scan about what could not be looked at in
// this one: an outage resolves nothing. Each says when it was last observed.
func (a *audit) carried(findings []rules.Finding, before map[string]rules.Remembered, selection []*rules.Rule) []rules.Finding {
	unreached := maps.Clone(a.unreached)
	for _, gap := range a.gaps {
		unreached[gap.Target] = true // a file, for one
	}
	have := map[string]bool{}
	for _, f := range findings {
		have[f.Fingerprint] = true
	}
	var out []rules.Finding
	for _, fingerprint := range slices.Sorted(maps.Keys(before)) {
		then := before[fingerprint]
		about := []string{then.URL, strings.TrimSuffix(then.Issuer, "/"), then.Origin.File}
		lost := slices.ContainsFunc(about, func(name string) bool { return name != "" && unreached[name] })
		if !lost || have[fingerprint] {
			continue
		}
		if f, ok := then.Finding(fingerprint, selection); ok {
			out = append(out, f)
		}
	}
	return out
}

// compare marks the findings of a report by what the last scan had. A run that was
// stopped has not seen everything: nothing is resolved by it.
func (a *audit) compare(ctx context.Context, s *settings, report *output.Report, before map[string]rules.Remembered, since time.Time) {
	report.Diff, report.Since = true, since
	for _, f := range report.Ignored {
		delete(before, f.Fingerprint) // it is still there
	}
	resolved := rules.Compare(report.Findings, before, s.rules)
	if ctx.Err() == nil {
		report.Resolved = resolved
	}
}
