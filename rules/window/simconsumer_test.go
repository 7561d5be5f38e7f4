package window_test

import (
	"slices"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// simConsumer acts out an inventory.Consumer.
type simConsumer struct {
	w       *world
	spec    *inventory.Consumer
	source  source
	caching caching
	traits  traits

	started  bool
	keys     []int // what tokens are verified with
	fetched  bool
	failing  bool          // the last fetch failed
	expires  time.Duration // when its copy was used for TTL
	dropped  time.Duration // when it gives the copy up: expires + F
	forced   time.Duration // last fetch that an unknown kid forced
	deferred time.Duration // until when headers defer the next of them
	verdicts map[int]time.Duration
}

// traits are what a refresh mode leaves open.
type traits struct {
	countsAge  bool          // subtracts Age from the lifetime that it takes from headers
	onlyMaxAge bool          // sees max-age and no other directive
	background bool          // refetches on a miss after having refused the token
	early      time.Duration // refetches so long before the time until which headers defer it
	retry      time.Duration // polling: how soon a failed fetch is tried again
	push       time.Duration // delay of each push, at most Q
}

func (c *simConsumer) mode() inventory.Mode { return c.spec.Refresh.Mode }

// start runs the consumer; it fetches once, as most do.
func (c *simConsumer) start() {
	c.started = true
	c.forced = -never
	c.verdicts = make(map[int]time.Duration)
	switch c.mode() {
	case inventory.ModeStatic:
		c.keys = []int{oldKey}
	case inventory.ModePoll, inventory.ModeControlPlane:
		c.poll()
	case inventory.ModePerRequest:
	default:
		c.refresh()
	}
}

// poll is the timer: fetch, and again when the copy expires.
func (c *simConsumer) poll() {
	if c.refresh() {
		c.w.at(max(c.expires, c.w.now+time.Second), c.poll)
		return
	}
	c.w.at(c.w.now+max(min(c.traits.retry, c.spec.Refresh.Interval.V.D), time.Second), c.poll)
}

func (c *simConsumer) refresh() bool {
	s, ok := c.source.fetch()
	c.failing = !ok
	if !ok {
		c.giveUp()
		return false
	}
	c.expires = c.expiry(s)
	c.dropped = plus(c.expires, c.spec.Refresh.StaleOnError.V)
	if lifetime, said := c.headerLifetime(); said && c.spec.Refresh.HTTPCache == inventory.CacheDefers {
		c.deferred = c.w.now + lifetime - c.traits.early
	}
	first := !c.fetched
	c.fetched = true
	if c.dropped < never && (c.mode() == inventory.ModePoll || c.mode() == inventory.ModeControlPlane) {
		c.w.at(c.dropped, c.giveUp)
	}
	install := func() {
		if c.spec.Refresh.MergesSets {
			s.keys = append(slices.Clone(c.keys), s.keys...)
		}
		c.keys = s.keys
	}
	if c.mode() == inventory.ModeControlPlane && !first {
		c.w.at(c.w.now+c.traits.push, install)
	} else {
		install() // a proxy that starts gets what its control plane has
	}
	return true
}

// expiry is when the copy has been used for TTL.
func (c *simConsumer) expiry(s snapshot) time.Duration {
	r := c.spec.Refresh
	switch r.Mode {
	case inventory.ModeMissOnly, inventory.ModeStartupOnce:
		return never
	}
	own := plus(c.w.now, r.Interval.V)
	lifetime, said := c.headerLifetime()
	headers := c.w.now + lifetime
	if c.traits.countsAge {
		headers = s.born + lifetime
	}
	switch {
	case r.HTTPCache == inventory.CacheSoleSource && !said:
		return never
	case r.HTTPCache == inventory.CacheSoleSource:
		return headers
	case r.HTTPCache == inventory.CacheIgnored || !said:
		return own
	case r.HTTPCache == inventory.CacheLengthens:
		return max(own, headers)
	case lifetime == 0:
		return own
	}
	return headers
}

func (c *simConsumer) headerLifetime() (time.Duration, bool) {
	switch {
	case c.caching.noStore && !c.traits.onlyMaxAge:
		return 0, true
	case c.caching.heuristic:
		return 0, c.caching.noStore
	case c.caching.maxAge >= 0:
		return c.caching.maxAge, true
	case c.caching.sMaxAge >= 0:
		return c.caching.sMaxAge, true
	}
	return 0, c.caching.noStore
}

// giveUp drops a copy that failing fetches have kept past its time.
func (c *simConsumer) giveUp() {
	if c.spec.Refresh.MergesSets || !c.fetched || !c.failing || c.w.now < c.dropped {
		return
	}
	drop := func() { c.keys = nil }
	if c.mode() == inventory.ModeControlPlane {
		c.w.at(c.w.now+c.traits.push, drop)
	} else {
		drop()
	}
}

// accepts presents a token of the key now.
func (c *simConsumer) accepts(key int) bool {
	if !c.started {
		return true // not there yet: nothing is refused
	}
	if c.w.now < c.verdicts[key] {
		return true
	}
	if !c.verifies(key) {
		return false
	}
	if v := c.spec.Refresh.Verdicts.V; v.D > 0 || v.Infinite {
		c.verdicts[key] = plus(c.w.now, v)
	}
	return true
}

func (c *simConsumer) verifies(key int) bool {
	switch c.mode() {
	case inventory.ModePerRequest:
		s, ok := c.source.fetch()
		return ok && slices.Contains(s.keys, key)
	case inventory.ModeLazy, inventory.ModeManaged:
		if c.w.now >= c.expires && c.spec.Refresh.UsesExpired {
			c.w.at(c.w.now, func() { c.refresh() })
		} else if c.w.now >= c.expires {
			c.refresh()
		}
	}
	if slices.Contains(c.keys, key) {
		return true
	}
	miss := c.mode() == inventory.ModeMissOnly || c.spec.Refresh.UnknownKid.V
	if c.mode() == inventory.ModeStatic || c.mode() == inventory.ModeStartupOnce || !miss ||
		c.w.now < max(c.forced+c.spec.Refresh.Cooldown.V.D, c.deferred) {
		return false
	}
	c.forced = c.w.now
	if c.traits.background {
		c.w.at(c.w.now, func() { c.refresh() })
		return false
	}
	c.refresh()
	return slices.Contains(c.keys, key)
}

// plus adds a span to a time; what has no end is never.
func plus(t time.Duration, s inventory.Span) time.Duration {
	if s.Infinite || t >= never {
		return never
	}
	return t + s.D
}
