package rules

import (
	"slices"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Ignored is a finding that the fleet file takes out of the report.
type Ignored struct {
	Finding
	By *inventory.Ignore
}

// IgnoreUse is an entry of the list of ignored findings with what it did in a run.
type IgnoreUse struct {
	*inventory.Ignore
	Covered int  // findings that it covers, or would if it had not run out
	Judged  bool // everything was looked at by its rule: nothing covered is then nothing there
}

// Ignore takes the findings out that the list covers at a time, and adds what is
// wrong with the list itself. Complete says that the run has no gaps. The findings
// are as Merge leaves them, and so are those that are kept.
func (e *Evaluator) Ignore(findings []Finding, list []inventory.Ignore, complete bool, now time.Time) (kept []Finding, ignored []Ignored) {
	uses := make([]IgnoreUse, len(list))
	for i := range list {
		ran := slices.ContainsFunc(e.rules, func(r *Rule) bool { return r.ID == list[i].Rule })
		uses[i] = IgnoreUse{Ignore: &list[i], Judged: complete && ran}
	}
	for _, f := range findings {
		var by *inventory.Ignore
		for i := range uses {
			if !covers(uses[i].Ignore, &f) {
				continue
			}
			uses[i].Covered++
			if by == nil && !uses[i].Ended(now) {
				by = uses[i].Ignore
			}
		}
		if by == nil {
			kept = append(kept, f)
		} else {
			ignored = append(ignored, Ignored{f, by})
		}
	}
	return Merge(append(kept, e.Fleet(FleetFacts{Ignores: uses, Now: now})...)), ignored
}

// covers reports whether an entry names the rule of a finding and something that
// the finding is about.
func covers(entry *inventory.Ignore, f *Finding) bool {
	if entry.Rule != f.Rule.ID {
		return false
	}
	_, consumer, _ := strings.Cut(f.Consumer, " ") // without its product
	return slices.ContainsFunc([]string{
		f.Issuer, strings.TrimSuffix(f.Issuer, "/"), f.URL, f.Kid, f.Thumbprint, f.Consumer, consumer, f.Origin.File,
	}, func(subject string) bool { return subject != "" && matches(entry.Subject, subject) }) || entry.Subject == "*"
}

// matches reports whether a text fits a pattern in which * stands for any characters.
func matches(pattern, text string) bool {
	parts := strings.Split(pattern, "*")
	last := len(parts) - 1
	if last == 0 {
		return pattern == text
	}
	text, ok := strings.CutPrefix(text, parts[0])
	if !ok {
		return false
	}
	for _, part := range parts[1:last] {
		at := strings.Index(text, part)
		if at < 0 {
			return false
		}
		text = text[at+len(part):]
	}
	return strings.HasSuffix(text, parts[last])
}
