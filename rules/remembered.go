package rules

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Change is what became of a finding since an earlier scan.
type Change string

// The changes; "" where nothing was compared.
const (
	ChangeNew     Change = "new"       // the earlier scan did not have it
	ChangeChanged Change = "changed"   // its severity, its confidence, or what it says but for numbers
	ChangeNone    Change = "unchanged" // the same as then
)

// Remembered is a finding as a history keeps it between scans. Its JSON form is read
// by later versions: members are added and never change.
type Remembered struct {
	Rule       string             `json:"rule"`
	Severity   string             `json:"severity"`
	Confidence Confidence         `json:"confidence"`
	Message    string             `json:"message"`
	Issuer     string             `json:"issuer,omitempty"`
	URL        string             `json:"url,omitempty"`
	Kid        string             `json:"kid,omitempty"`
	Thumbprint string             `json:"thumbprint,omitempty"`
	Consumer   string             `json:"consumer,omitempty"`
	Origin     inventory.Origin   `json:"origin"`
	Related    []inventory.Origin `json:"related,omitempty"`
	Terms      []window.Term      `json:"terms,omitempty"`
	Subject    string             `json:"subject"`
	Key        string             `json:"key,omitempty"`
	Detail     string             `json:"detail,omitempty"`
	Seen       time.Time          `json:"seen"` // when it was last observed
}

// Remember makes a finding of a scan at a time one to keep.
func (f *Finding) Remember(at time.Time) Remembered {
	if !f.Stale.IsZero() {
		at = f.Stale
	}
	return Remembered{
		Rule: f.Rule.ID, Severity: f.Rule.Severity.String(), Confidence: f.Confidence, Message: f.Message,
		Issuer: f.Issuer, URL: f.URL, Kid: f.Kid, Thumbprint: f.Thumbprint, Consumer: f.Consumer,
		Origin: f.Origin, Related: f.Related, Terms: f.Terms, Subject: f.subject, Key: f.key, Detail: f.detail, Seen: at,
	}
}

// Finding gives back a finding of an earlier scan, by the rules of this one; false
// where its rule does not run any more.
func (r *Remembered) Finding(fingerprint string, selection []*Rule) (Finding, bool) {
	i := slices.IndexFunc(selection, func(rule *Rule) bool { return rule.ID == r.Rule && !rule.Off })
	if i < 0 {
		return Finding{}, false
	}
	return Finding{
		Rule: selection[i], Confidence: min(r.Confidence, Certain), Message: r.Message,
		Issuer: r.Issuer, URL: r.URL, Kid: r.Kid, Thumbprint: r.Thumbprint, Consumer: r.Consumer,
		Origin: r.Origin, Related: r.Related, Terms: r.Terms, Fingerprint: fingerprint,
		Stale: r.Seen, subject: r.Subject, key: r.Key, detail: r.Detail,
	}, true
}

// Compare marks findings by what an earlier scan had, and lists those of it that are
// gone. What a finding measures may drift from day to day: that alone is no change.
func Compare(findings []Finding, before map[string]Remembered, selection []*Rule) (resolved []Finding) {
	have := map[string]bool{}
	for i := range findings {
		f := &findings[i]
		have[f.Fingerprint] = true
		then, known := before[f.Fingerprint]
		switch {
		case !known:
			f.Change = ChangeNew
		case then.Severity != f.Rule.Severity.String(), then.Confidence != f.Confidence, withoutNumbers(then.Message) != withoutNumbers(f.Message):
			f.Change = ChangeChanged
		default:
			f.Change = ChangeNone
		}
	}
	for fingerprint, then := range before {
		if have[fingerprint] {
			continue
		}
		if f, ok := then.Finding(fingerprint, selection); ok {
			resolved = append(resolved, f)
		}
	}
	slices.SortFunc(resolved, compareFindings)
	return resolved
}

// withoutNumbers is a message without its numbers and the units that follow them.
func withoutNumbers(text string) string {
	words := strings.FieldsFunc(text, unicode.IsSpace)
	for i, word := range words {
		if strings.IndexFunc(word, unicode.IsDigit) == 0 {
			words[i] = "#"
		}
	}
	return strings.Join(words, " ")
}
