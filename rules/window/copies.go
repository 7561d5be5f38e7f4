package window

import (
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// leastPoll is how often a timer asks that takes a lifetime of zero from the
// headers: pollers that follow them keep a second between fetches.
const leastPoll = time.Second

// copyTerms gives how old a copy may be when a consumer fetches it (E or E+),
// and for how long it then uses it (TTL), under its policy for caching headers.
// Together they bound the age of what it trusts, which it keeps for stale longer.
func copyTerms(c *inventory.Consumer, f *Freshness, cache Term, stale inventory.Span) (age, ttl Term) {
	switch c.Refresh.Mode {
	case inventory.ModeStatic, inventory.ModeStartupOnce:
		return cache, endless(NoRefresh, modeFrom(c))
	case inventory.ModePerRequest:
		return cache, Exactly(Interval, 0, modeFrom(c))
	case inventory.ModeMissOnly:
		return cache, endless(NoExpiry, modeFrom(c))
	case inventory.ModeLazy, inventory.ModePoll, inventory.ModeControlPlane, inventory.ModeManaged:
	default:
		return cache, unknown(Interval, inventory.Unknown)
	}
	interval := Setting(Interval, c.Refresh.Interval)
	header, said := f.lifetime()
	if timer(c) {
		header.High = longer(header.High, inventory.For(leastPoll))
	}
	floor := inventory.Span{}
	switch policy := c.Refresh.HTTPCache; {
	case policy == inventory.CacheSoleSource && !said:
		return cache, endless(NoRefresh, inventory.Observed)
	case policy == inventory.CacheIgnored || !said:
		return cache, interval
	case policy == inventory.CacheSoleSource:
		ttl = header
	case policy == inventory.CacheLengthens:
		ttl, floor = lengthened(interval, header), add(interval.Low, stale)
	case policy == inventory.CacheReplaces:
		ttl = replaced(interval, header)
	default:
		ttl = either(interval, header)
		ttl.From = inventory.Unknown
	}
	// A client that counts Age has that much less of the lifetime left: the two
	// then do not add up beyond the floor, what it keeps a copy for in any case.
	cache.Low = minus(cache.Low, minus(add(ttl.Low, stale), floor))
	return cache, ttl
}

// timer reports whether the consumer fetches without being asked for anything.
func timer(c *inventory.Consumer) bool {
	return c.Refresh.Mode == inventory.ModePoll || c.Refresh.Mode == inventory.ModeControlPlane
}

// lengthened is the longer of interval and header.
func lengthened(interval, header Term) Term {
	switch {
	case !less(interval.Low, header.High):
		return interval
	case !less(header.Low, interval.High):
		return header
	}
	return Term{
		Name: HeaderLifetime, From: weakest(interval, header),
		Low: longer(interval.Low, header.Low), High: longer(interval.High, header.High),
	}
}

// replaced is the header, but for a lifetime of zero: clients take that either
// as said or as nothing said.
func replaced(interval, header Term) Term {
	if header.Low.D > 0 || header.Low.Infinite {
		return header
	}
	return either(interval, header)
}

// either is the interval that holds both.
func either(interval, header Term) Term {
	return Term{
		Name: HeaderLifetime, From: weakest(interval, header),
		Low: shorter(interval.Low, header.Low), High: longer(interval.High, header.High),
	}
}

// modeFrom is the provenance of what follows from the refresh mode alone: the
// product is known to work so, or its configuration says more.
func modeFrom(c *inventory.Consumer) inventory.Provenance {
	return max(c.Refresh.Interval.From, inventory.VendorDefault)
}

// cacheTerm is E, or E+ in an outage; nothing is known of it without headers.
func cacheTerm(f *Freshness, outage bool) Term {
	switch {
	case f == nil && outage:
		return unknown(HTTPCacheOutage, inventory.Unknown)
	case f == nil:
		return unknown(HTTPCache, inventory.Unknown)
	case outage:
		return f.EOutage()
	}
	return f.E()
}
