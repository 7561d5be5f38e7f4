package window

import (
	"math"
	"slices"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// CadenceOf is R, the time between publications of a line, in order of time;
// false where there are fewer than four, or no steady pace can be told: R below
// three poll gaps, or publications that are spread by 25 % or more.
func CadenceOf(publications []Bracket, pollGap time.Duration) (Term, bool) {
	if len(publications) < 4 {
		return Term{}, false
	}
	r := Term{Name: Cadence, Low: inventory.Forever(), From: inventory.Observed}
	var seen []time.Duration
	for i, next := range publications[1:] {
		gap := Apart(Cadence, publications[i], next)
		r.Low, r.High = shorter(r.Low, gap.Low), longer(r.High, gap.High)
		seen = append(seen, next.By.Sub(publications[i].By))
	}
	r.Low = longer(r.Low, inventory.Span{})
	slices.Sort(seen)
	least, median, most := seen[0], seen[len(seen)/2], seen[len(seen)-1]
	steady := least/3 >= pollGap && most-least < median/4
	return r, steady && least > 0
}

// Count is how many keys of a line are published at any time.
type Count struct{ Least, Most int }

// Few reports whether so few published keys mean that old ones leave too early.
func (c Count) Few(published int) bool { return published < c.Least }

// Unpurged reports whether so many published keys mean that retired ones stay.
func (c Count) Unpurged(published int) bool {
	return c.Most <= math.MaxInt-2 && published >= c.Most+2
}

// PublishedKeys is W5: a key is published for D + R + L + S, so at a steady
// cadence between 1 + floor((D+L+S)/R) and 1 + ceil((D+L+S)/R) are there.
func PublishedKeys(need Bound, cadence Term) Count {
	count := Count{Least: 1, Most: math.MaxInt}
	if !cadence.High.Infinite && cadence.High.D > 0 && !need.Low.Infinite {
		count.Least = onePlus(need.Low.D / cadence.High.D)
	}
	if !need.High.Infinite && !cadence.Low.Infinite && cadence.Low.D > 0 {
		count.Most = onePlus(ceilDiv(need.High.D, cadence.Low.D))
	}
	return count
}

// CadenceFloor is W6: with at most so many published keys of a line, no faster
// pace leaves each of them D + L + S beside its successor.
func CadenceFloor(need Bound, keys int) Bound {
	if keys < 2 {
		return Bound{Low: inventory.Forever(), High: inventory.Forever(), Terms: need.Terms}
	}
	n := time.Duration(keys - 1)
	floor := Bound{Low: need.Low, High: need.High, Terms: need.Terms}
	if !floor.Low.Infinite {
		floor.Low.D /= n
	}
	if !floor.High.Infinite {
		floor.High.D = ceilDiv(floor.High.D, n)
	}
	return floor
}

// CopyAge is A of W8, E + TTL + Q: how old the keys are that a consumer goes by
// which does not refetch on an unknown kid; false for one that may. Without a
// consumer it is E, the form for an endpoint alone.
//
// Compare with AtMost: beyond the cadence the consumer lags a generation, beyond
// the overlap it refuses the new key once the old one is gone, beyond a key's
// lifespan it can miss the key altogether.
func CopyAge(c *inventory.Consumer, f *Freshness) (Bound, bool) {
	if c == nil {
		return Sum(cacheTerm(f, false)), true
	}
	if refetchesOnMiss(c) {
		return Bound{}, false
	}
	return NewKeyLag(c, f), true
}

func onePlus(n time.Duration) int { return 1 + int(min(n, math.MaxInt-1)) }

func ceilDiv(a, b time.Duration) time.Duration {
	q := a / b
	if a%b > 0 {
		q++
	}
	return q
}
