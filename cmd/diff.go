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

// comparable are the rules whose findings of another scan this one can tell gone:
// those that run, and for which it did what they need.
func (a *audit) comparable(s *settings) []*rules.Rule {
	met := map[rules.Need]bool{
		"":                  true,
		rules.NeedBlocklist: s.blocklist != nil && s.blocklist.gap() == nil,
		rules.NeedAccepts:   s.flags.network.probeAccept,
		rules.NeedVantages:  a.vantages || slices.Contains(s.flags.network.vantages, allAddresses),
	}
	return slices.DeleteFunc(slices.Clone(s.rules), func(r *rules.Rule) bool { return !met[r.Needs] })
}

// carried gives the findings of the last scan about what could not be looked at in
// this one: an outage resolves nothing, nor what was found by comparing endpoints of
// which one is missing. Each says when it was last observed.
func (a *audit) carried(findings []rules.Finding, before map[string]rules.Remembered, selection []*rules.Rule) []rules.Finding {
	unreached := maps.Clone(a.unreached)
	for _, gap := range a.gaps {
		unreached[gap.Target] = true // a file, for one
	}
	comparing := func(id string) bool {
		return len(a.unreached) > 0 && slices.ContainsFunc(selection, func(r *rules.Rule) bool { return r.ID == id && r.Fleet != nil })
	}
	have := map[string]bool{}
	for _, f := range findings {
		have[f.Fingerprint] = true
	}
	var out []rules.Finding
	for _, fingerprint := range slices.Sorted(maps.Keys(before)) {
		then := before[fingerprint]
		about := []string{then.URL, strings.TrimSuffix(then.Issuer, "/"), then.Origin.File}
		lost := comparing(then.Rule) || slices.ContainsFunc(about, func(name string) bool { return name != "" && unreached[name] })
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
// stopped has not seen everything: nothing is resolved by it. Nor is what was found
// at a key set that this run was not asked about, or by comparing others with it.
func (a *audit) compare(ctx context.Context, s *settings, report *output.Report, before map[string]rules.Remembered, since time.Time) {
	report.Diff, report.Since = true, since
	for _, f := range report.Ignored {
		delete(before, f.Fingerprint) // it is still there
	}
	resolved := rules.Compare(report.Findings, before, a.comparable(s))
	narrower := false
	for _, then := range before {
		narrower = narrower || !a.asked(then.URL, then.Issuer)
	}
	resolved = slices.DeleteFunc(resolved, func(f rules.Finding) bool {
		return narrower && f.Rule.Fleet != nil || !a.asked(f.URL, f.Issuer)
	})
	if ctx.Err() == nil {
		report.Resolved = resolved
	}
}

// asked reports whether the run looked at what a finding is about.
func (a *audit) asked(url, issuer string) bool {
	return url == "" || a.reached[url] || issuer != "" && a.reached[strings.TrimSuffix(issuer, "/")]
}
