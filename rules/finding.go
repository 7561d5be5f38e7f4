package rules

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Finding is one defect of the audited system. Text in it may come from the
// network: every format escapes for itself.
type Finding struct {
	Rule       *Rule
	Confidence Confidence
	Message    string // measured value first, then what is required; no full stop
	Issuer     string // "" where unknown
	URL        string // of the key set or the metadata; "" for consumer rules and files without a URL
	Kid        string // "" where the finding is about no key, or the key has none
	Thumbprint string
	Consumer   string // product and name; "" where the finding is about none
	Origin     inventory.Origin
	Related    []inventory.Origin
	Terms      []window.Term

	Fingerprint string // 64 hex digits, set by evaluation

	Change Change    // since an earlier scan
	Stale  time.Time // when it was last observed, where its endpoint could not be looked at now; else zero

	subject string // what the finding is about, in the words that the fingerprint hashes
	key     string // thumbprint, else kid, else place in the set
	detail  string // separates findings that are equal in rule, subject and key
}

// Because attaches the terms that the verdict rests on; the finding is then at
// most as sure as the weakest of them.
func (f *Finding) Because(terms ...window.Term) *Finding {
	f.Terms = append(f.Terms, terms...)
	for _, term := range terms {
		f.resting(term.From)
	}
	return f
}

// resting lowers the confidence to what a value of this provenance allows.
func (f *Finding) resting(from inventory.Provenance) *Finding {
	f.Confidence = min(f.Confidence, confidenceOf(from))
	return f
}

// About separates this finding from others of the same rule, subject and key
// by what it is about, such as the name of a header field.
func (f *Finding) About(detail string) *Finding {
	f.detail = detail
	return f
}

func confidenceOf(from inventory.Provenance) Confidence {
	switch from {
	case inventory.Observed, inventory.Declared, inventory.Explicit, inventory.Implied:
		return Certain
	case inventory.VendorDefault:
		return Firm
	}
	return Tentative
}

// fingerprint identifies a finding across runs: rule, subject, key and, to
// separate equal ones, a discriminator. Neither place, message, time nor version enters.
func (f *Finding) fingerprint(ordinal int) string {
	parts := []string{"v1", f.Rule.ID, f.subject, f.key, f.detail}
	if ordinal > 0 {
		parts = append(parts, strconv.Itoa(ordinal))
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:])
}

// seal sets the fingerprints of one rule's findings about one subject, in document order.
func seal(findings []*Finding) []Finding {
	seen := make(map[string]int)
	out := make([]Finding, 0, len(findings))
	for _, f := range findings {
		base := f.fingerprint(0)
		f.Fingerprint = f.fingerprint(seen[base])
		seen[base]++
		out = append(out, *f)
	}
	return out
}

// Merge joins findings with the same fingerprint (one key set reached by two
// ways), keeping every origin, and sorts: most severe first, then by what they
// are about. The order of the input decides which of two equals leads.
func Merge(findings []Finding) []Finding {
	index := make(map[string]int, len(findings))
	var out []Finding
	for _, f := range findings {
		if i, ok := index[f.Fingerprint]; ok {
			out[i].Related = joinOrigins(out[i].Origin, out[i].Related, append(f.Related, f.Origin))
			continue
		}
		index[f.Fingerprint] = len(out)
		out = append(out, f)
	}
	slices.SortStableFunc(out, compareFindings)
	return out
}

func joinOrigins(first inventory.Origin, have, more []inventory.Origin) []inventory.Origin {
	for _, o := range more {
		if o != first && !slices.Contains(have, o) {
			have = append(have, o)
		}
	}
	return have
}

func compareFindings(a, b Finding) int {
	return cmp.Or(
		cmp.Compare(b.Rule.Severity, a.Rule.Severity),
		cmp.Compare(a.Rule.ID, b.Rule.ID),
		cmp.Compare(a.subject, b.subject),
		cmp.Compare(a.key, b.key),
		cmp.Compare(a.Message, b.Message),
		cmp.Compare(a.Fingerprint, b.Fingerprint),
	)
}
