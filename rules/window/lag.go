package window

import (
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// NewKeyLag is Lnew: the longest time until a consumer accepts a key that was
// just published, while its tokens keep coming. f is nil where nothing is known
// of the response's headers.
func NewKeyLag(c *inventory.Consumer, f *Freshness) Bound {
	age, wait := copyTerms(c, f, cacheTerm(f, false), inventory.Span{})
	switch c.Refresh.Mode {
	case inventory.ModeStatic, inventory.ModeStartupOnce, inventory.ModePerRequest:
	default:
		wait = waitForMiss(c, wait, cooldown(c, f))
	}
	return sumUnlessEndless(wait, append([]Term{age, wait}, pushDelay(c)...))
}

// waitForMiss is the time until the next fetch of a consumer that holds an old
// copy: the cooldown where an unknown kid makes it refetch, else the copy's
// lifetime, and either where that is not known.
func waitForMiss(c *inventory.Consumer, ttl, cooldown Term) Term {
	u := c.Refresh.UnknownKid
	known := u.From != inventory.Unknown && u.From != inventory.Unresolved
	refetches := c.Refresh.Mode == inventory.ModeMissOnly || known && u.V
	if known && !refetches {
		return ttl
	}
	wait := sooner(cooldown, ttl)
	if refetches {
		return wait
	}
	return Term{Name: ttl.Name, Low: wait.Low, High: ttl.High, From: min(u.From, weakest(wait, ttl))}
}

// cooldown is M. Where headers defer the refetch it is the lifetime that they
// give, of which the client may leave out the end, or that it guesses.
func cooldown(c *inventory.Consumer, f *Freshness) Term {
	setting := Setting(Cooldown, c.Refresh.Cooldown)
	if c.Refresh.HTTPCache != inventory.CacheDefers {
		return setting
	}
	header, said := f.lifetime()
	switch {
	case said:
		header.Low = minus(header.Low, inventory.For(earlyRefetch))
		return header
	case f.Source == SourceHeuristic:
		return Term{Name: HeaderLifetime, High: f.Lifetime, From: inventory.Assumed}
	}
	return setting
}

// earlyRefetch is how long before the end of the lifetime a client refetches that
// headers defer: keysExpiryDelta of go-oidc v2.
const earlyRefetch = 30 * time.Second

// sooner is the lesser of cooldown and lifetime.
func sooner(cooldown, ttl Term) Term {
	switch {
	case !less(ttl.Low, cooldown.High):
		return cooldown
	case !less(cooldown.Low, ttl.High):
		return ttl
	}
	return Term{
		Name: Cooldown, From: weakest(cooldown, ttl),
		Low: shorter(cooldown.Low, ttl.Low), High: shorter(cooldown.High, ttl.High),
	}
}

// RemovedKeyLag is Lrem: the longest time for which a consumer accepts a key
// after its removal, while the key set can be fetched.
func RemovedKeyLag(c *inventory.Consumer, f *Freshness) Bound {
	age, ttl := keepTerms(c, f, cacheTerm(f, false), inventory.Span{})
	return sumUnlessEndless(ttl, append([]Term{age, ttl}, afterCopy(c)...))
}

// RemovedKeyLagOutage is Lrem while fetches fail, which an attacker can wait for.
func RemovedKeyLagOutage(c *inventory.Consumer, f *Freshness) Bound {
	stale := Setting(StaleOnError, c.Refresh.StaleOnError)
	age, ttl := keepTerms(c, f, cacheTerm(f, true), stale.Low)
	return sumUnlessEndless(ttl, append([]Term{age, ttl, stale}, afterCopy(c)...))
}

// sumUnlessEndless adds terms, of which one without end says all.
func sumUnlessEndless(decisive Term, terms []Term) Bound {
	if decisive.Low.Infinite {
		return Sum(decisive)
	}
	return Sum(terms...)
}

// keepTerms is copyTerms for removed keys, which live on where nothing
// time-based drops them.
func keepTerms(c *inventory.Consumer, f *Freshness, cache Term, stale inventory.Span) (age, ttl Term) {
	idle := c.Refresh.UsesExpired && !timer(c) && c.Refresh.Mode != inventory.ModePerRequest
	if c.Remote() && (c.Refresh.MergesSets || idle) {
		return cache, endless(NoExpiry, modeFrom(c))
	}
	return copyTerms(c, f, cache, stale)
}

// afterCopy lists what prolongs a removed key's life after the copy's own.
func afterCopy(c *inventory.Consumer) []Term {
	terms := append(pushDelay(c), Setting(VerdictCache, c.Refresh.Verdicts))
	if c.StaticKeys() && c.Refresh.Mode != inventory.ModeStatic {
		terms = append(terms, unknown(PinnedKeys, inventory.Explicit)) // endless if the key is among them
	}
	return terms
}

// pushDelay is Q. Only a control plane pushes: elsewhere it is not unknown but absent.
func pushDelay(c *inventory.Consumer) []Term {
	q := c.Refresh.PushDelay
	if c.Refresh.Mode != inventory.ModeControlPlane && q.From == inventory.Unknown {
		return nil
	}
	return []Term{Setting(PushDelay, q)}
}

// OutageTolerance is how long a consumer, while its tokens keep coming, goes on
// verifying once its fetches fail: from F, where its copy was about to expire, to
// TTL + F. An idle one may have dropped its copy before.
func OutageTolerance(c *inventory.Consumer, f *Freshness) Bound {
	_, ttl := copyTerms(c, f, Term{}, inventory.Span{})
	certain := ttl
	ttl.Low = inventory.Span{}
	return sumUnlessEndless(certain, []Term{ttl, Setting(StaleOnError, c.Refresh.StaleOnError)})
}

// Fetches is what one token with an unknown kid costs the issuer: so many
// fetches, and none within Gap of the last.
type Fetches struct {
	Low, High int
	Gap       Term
}

// FetchesPerBadToken gives the fetches that anyone can cause with a bad token.
func FetchesPerBadToken(c *inventory.Consumer) Fetches {
	sources := max(1, len(c.JWKSURLs))
	u := c.Refresh.UnknownKid
	unsure := u.From == inventory.Unknown || u.From == inventory.Unresolved
	gap := cooldown(c, nil)
	switch mode := c.Refresh.Mode; {
	case mode == inventory.ModePerRequest:
		return Fetches{Low: 1, High: sources, Gap: Exactly(Cooldown, 0, modeFrom(c))}
	case mode == inventory.ModeStatic, mode == inventory.ModeStartupOnce:
		return Fetches{Gap: endless(NoRefresh, modeFrom(c))}
	case mode == inventory.ModeMissOnly, u.V && !unsure:
		return Fetches{Low: 1, High: sources, Gap: gap}
	case unsure:
		return Fetches{High: sources, Gap: gap}
	}
	return Fetches{Gap: endless(NoRefresh, u.From)}
}
