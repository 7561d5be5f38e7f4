package window

import (
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// LargestCatalogueLag is the greatest finite new-key lag, E aside, that a
// product of the catalogue has by default: a managed gateway that keeps keys
// for two hours and fetches on no unknown kid.
const LargestCatalogueLag = 2 * time.Hour

// Distribution is D: how long after its publication a key is accepted by every
// consumer whose lag ends. The others, which never accept it, are returned
// apart. Without a consumer to go by, D is assumed from the catalogue.
func Distribution(consumers []*inventory.Consumer, f *Freshness) (d Bound, infinite []*inventory.Consumer) {
	var lags []Bound
	for _, c := range consumers {
		lag := NewKeyLag(c, f)
		if lag.Infinite() {
			infinite = append(infinite, c)
			continue
		}
		lags = append(lags, lag)
	}
	if len(lags) > 0 {
		return greatest(lags), infinite
	}
	cache := cacheTerm(f, false)
	cache.Low, cache.From = inventory.Span{}, min(cache.From, inventory.Assumed)
	lag := Term{Name: CatalogueLag, High: inventory.For(LargestCatalogueLag), From: inventory.Assumed}
	return Sum(cache, lag), infinite
}

// TokenLifetimeOf is L, from the policy.
func TokenLifetimeOf(policy inventory.Policy) Term {
	return duration(TokenLifetime, policy.TokenLifetime)
}

// SkewOf is S: the greatest skew that a consumer allows, the policy's where
// a consumer's is not known or there is none.
func SkewOf(consumers []*inventory.Consumer, policy inventory.Policy) Term {
	if len(consumers) == 0 {
		return duration(Skew, policy.Skew)
	}
	var bounds []Bound
	for _, c := range consumers {
		skew := duration(Skew, c.Checks.Skew)
		if !c.Checks.Skew.From.Known() {
			skew = duration(Skew, policy.Skew)
		}
		bounds = append(bounds, Sum(skew))
	}
	most := greatest(bounds)
	return Term{Name: Skew, Low: most.Low, High: most.High, From: most.From()}
}

func duration(name string, v inventory.Value[time.Duration]) Term {
	return Setting(name, inventory.Value[inventory.Span]{V: inventory.For(v.V), From: v.From})
}

// Lag is the bound of one consumer.
type Lag struct {
	Consumer *inventory.Consumer
	Bound    Bound
}

// Unprepared names those that a rotation without a visible standby key breaks
// (W7): the consumers that certainly do not refetch on an unknown kid, each with
// how long it refuses the new key's tokens.
func Unprepared(consumers []*inventory.Consumer, f *Freshness) []Lag {
	var out []Lag
	for _, c := range consumers {
		lag := NewKeyLag(c, f)
		if !refetchesOnMiss(c) && less(inventory.Span{}, lag.Low) {
			out = append(out, Lag{c, lag})
		}
	}
	return out
}

// refetchesOnMiss is false only where the consumer certainly does not.
func refetchesOnMiss(c *inventory.Consumer) bool {
	switch c.Refresh.Mode {
	case inventory.ModeStatic, inventory.ModeStartupOnce, inventory.ModePerRequest:
		return false
	case inventory.ModeMissOnly:
		return true
	}
	u := c.Refresh.UnknownKid
	return u.V || u.From == inventory.Unknown || u.From == inventory.Unresolved
}
