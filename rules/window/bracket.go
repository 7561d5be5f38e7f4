package window

import (
	"math"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// ageRounding is how much older than its Age, or than it may get, a copy can be:
// caches count whole seconds, each may round down, and two in a row are common.
const ageRounding = 2 * time.Second

// Poll is one answered look at a key set; Freshness is nil where it carried no headers.
type Poll struct {
	Time      time.Time
	Freshness *Freshness
}

// earliest is the earliest time at which the origin may have published what the
// poll shows: Age before it, without Age as long before as a cache may keep a
// copy. That is E+, for nobody sees from outside whether the origin failed.
// Zero where there is no telling.
func (p Poll) earliest() time.Time {
	if p.Freshness == nil {
		return time.Time{}
	}
	if p.Freshness.HasAge {
		return p.Time.Add(-p.Freshness.Age - ageRounding)
	}
	switch age := p.Freshness.EOutage().High; {
	case age.Infinite:
		return time.Time{}
	case age.D > 0:
		return p.Time.Add(-age.D - ageRounding)
	}
	return p.Time
}

// NewerThan reports whether the poll certainly shows a later state than another.
// Caches that filled at different times hand out old states after new ones: a
// key is gone only if polls without it are newer than the last with it.
func (p Poll) NewerThan(other Poll) bool {
	since := p.earliest()
	return !since.IsZero() && since.After(other.Time)
}

// Bracket is what polls tell of the time of an event: later than After, not
// later than By. After is zero where the event may lie any time before.
type Bracket struct{ After, By time.Time }

// Bracketed is the bracket of an event between the last poll that shows the
// state before it and the first that shows the state after: a key's publication
// between the last poll without and the first with it, its removal between the
// last with and the first newer one without.
func Bracketed(before, after Poll) Bracket {
	return Bracket{After: before.earliest(), By: after.Time}
}

// Edge is the bracket of what was there at the first poll of a history.
func Edge(first Poll) Bracket { return Bracket{By: first.Time} }

// Apart is the time from one bracketed event to another, negative where it may
// have come before.
func Apart(name string, from, to Bracket) Term {
	t := Term{
		Name: name, From: inventory.Observed,
		Low:  inventory.For(math.MinInt64),
		High: inventory.Forever(),
	}
	if !to.After.IsZero() {
		t.Low = inventory.For(to.After.Sub(from.By))
	}
	if !from.After.IsZero() {
		t.High = inventory.For(to.By.Sub(from.After))
	}
	return t
}

// OverlapOf is O of W3 for an old key published and removed within these
// brackets. The candidates are the publications of its line's keys in the first
// poll without it: at most the earliest of them replaced it, at least the
// latest. One that may be as old as the old key, or was there at the first poll,
// did not replace it for all we know, and O has no upper end. False where nothing
// replaced it.
func OverlapOf(published, removed Bracket, candidates []Bracket) (Term, bool) {
	if len(candidates) == 0 {
		return Term{}, false
	}
	all := Apart(Overlap, candidates[0], removed)
	for _, c := range candidates {
		o := Apart(Overlap, c, removed)
		if !c.By.After(published.By) {
			o.High = inventory.Forever() // first seen no later than old
		}
		all.Low, all.High = shorter(all.Low, o.Low), longer(all.High, o.High)
	}
	return all, true
}

func saturatingSub(a, b time.Duration) time.Duration {
	if b < 0 && a > math.MaxInt64+b {
		return math.MaxInt64
	}
	return a - b
}
