package window

import (
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// The names of terms: stable words that reports print and JSON carries.
const (
	HTTPCache       = "http_cache"        // E: greatest age at which an HTTP cache hands out a copy
	HTTPCacheOutage = "http_cache_outage" // E+: the same while the origin fails
	Interval        = "interval"          // TTL: time for which a consumer uses its copy
	HeaderLifetime  = "header_lifetime"   // TTL where the response's headers set it
	Cooldown        = "cooldown"          // M: least time between refetches that unknown kids force
	PushDelay       = "push_delay"        // Q: from control plane to proxy
	StaleOnError    = "stale_on_error"    // F: how much longer keys are kept while fetches fail
	VerdictCache    = "verdict_cache"     // V: how long a verified token is not verified again
	PinnedKeys      = "pinned_keys"       // keys written into the configuration, beside those it fetches
	NoRefresh       = "no_refresh"        // nothing ever fetches again
	NoExpiry        = "no_expiry"         // nothing time-based drops a key
	CatalogueLag    = "catalogue_lag"     // greatest lag of the catalogue, where no consumer is known
	TokenLifetime   = "token_lifetime"    // L: longest lifetime of any token
	Skew            = "skew"              // S: clock skew that verifiers allow
	MessageLifetime = "message_lifetime"  // how long an encrypted message may be under way
	Lead            = "lead"              // from a key's publication to its first token
	Retention       = "retention"         // from a key's last token to its removal
	Overlap         = "overlap"           // O: from the new key's publication to the old key's removal
	Lifespan        = "lifespan"          // from a key's publication to its removal
	Cadence         = "cadence"           // R: time between publications of a line
	Waiting         = "waiting"           // since the last publication of a line
	Downtime        = "downtime"          // for which a key set could not be fetched
)

// Term is one quantity of a verdict: an interval with its provenance.
type Term struct {
	Name      string
	Low, High inventory.Span
	From      inventory.Provenance
}

// String gives "interval 10m (vendor-default)".
func (t Term) String() string {
	return t.Name + " " + formatRange(t.Low, t.High) + " (" + t.From.String() + ")"
}

// Exactly makes a term of a quantity that is exactly known.
func Exactly(name string, d time.Duration, from inventory.Provenance) Term {
	return Term{Name: name, Low: inventory.For(d), High: inventory.For(d), From: from}
}

// unknown is the term of which nothing is known.
func unknown(name string, from inventory.Provenance) Term {
	return Term{Name: name, High: inventory.Forever(), From: from}
}

// endless is the term without end.
func endless(name string, from inventory.Provenance) Term {
	return Term{Name: name, Low: inventory.Forever(), High: inventory.Forever(), From: from}
}

// Setting makes a term of a value. What nobody said, and what only the running
// system resolves, lies between nothing and no end.
func Setting(name string, v inventory.Value[inventory.Span]) Term {
	if v.From == inventory.Unknown || v.From == inventory.Unresolved {
		return unknown(name, v.From)
	}
	return Term{Name: name, Low: v.V, High: v.V, From: v.From}
}

// Bound is a sum of terms, or the greatest or least of several sums; then Terms
// are those of the sum that sets Low.
type Bound struct {
	Low, High inventory.Span
	Terms     []Term
}

// Sum adds terms end by end.
func Sum(terms ...Term) Bound {
	b := Bound{Terms: terms}
	for _, t := range terms {
		b.Low, b.High = add(b.Low, t.Low), add(b.High, t.High)
	}
	return b
}

// Plus adds terms to a bound.
func (b Bound) Plus(terms ...Term) Bound {
	more := Sum(terms...)
	all := append(append([]Term(nil), b.Terms...), terms...)
	return Bound{Low: add(b.Low, more.Low), High: add(b.High, more.High), Terms: all}
}

// From is the weakest provenance of the terms, Observed where there is none.
func (b Bound) From() inventory.Provenance { return weakest(b.Terms...) }

// Infinite reports whether even the lower end has no end: certainly unbounded.
func (b Bound) Infinite() bool { return b.Low.Infinite }

// Range gives the interval alone: "10m", "5m to 1h", "unbounded".
func (b Bound) Range() string { return formatRange(b.Low, b.High) }

// String gives the derivation: "10m = http_cache 0s (observed) + interval 10m
// (vendor-default)"; "from" stands for "=" where the terms do not add up to it.
func (b Bound) String() string {
	if len(b.Terms) == 0 {
		return b.Range()
	}
	words := make([]string, len(b.Terms))
	for i, t := range b.Terms {
		words[i] = t.String()
	}
	sign := " = "
	if sum := Sum(b.Terms...); sum.Low != b.Low || sum.High != b.High {
		sign = " from "
	}
	return b.Range() + sign + strings.Join(words, " + ")
}

func weakest(terms ...Term) inventory.Provenance {
	from := inventory.Observed
	for _, t := range terms {
		from = min(from, t.From)
	}
	return from
}

// greatest is the maximum of bounds, end by end; zero where there is none.
func greatest(bounds []Bound) Bound {
	var out Bound
	for i, b := range bounds {
		if i == 0 || less(out.Low, b.Low) || out.Low == b.Low && less(out.High, b.High) {
			out.Terms = b.Terms
		}
		out.Low, out.High = longer(out.Low, b.Low), longer(out.High, b.High)
	}
	return out
}
