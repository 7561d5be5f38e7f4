package clients

import (
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/consumer"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

const (
	// slack is what a busy machine may add to a bound.
	slack = 1500 * time.Millisecond
	pause = 25 * time.Millisecond // between tokens
)

// catalogued is the consumer that the catalogue gives with the same settings, and
// the freshness of a key set without caching headers.
func (c client) catalogued(t *testing.T) (*inventory.Consumer, *window.Freshness) {
	t.Helper()
	declared, err := consumer.NewLibraryConsumer(c.uses)
	if err != nil {
		t.Fatal(err)
	}
	if declared.Refresh.Mode == inventory.ModeUnknown {
		t.Fatalf("the catalogue does not know %s", c.uses)
	}
	c.settings.apply(&declared.Refresh)
	f, ok := window.FreshnessOf(&inventory.Response{Status: 200, Header: inventory.Header{}})
	if !ok {
		t.Fatal("no freshness without caching headers")
	}
	return declared, &f
}

// each runs a test for every library, side by side: they mostly wait.
func each(t *testing.T, test func(t *testing.T, c client)) {
	for _, c := range clients() {
		t.Run(c.uses, func(t *testing.T) {
			t.Parallel()
			test(t, c)
		})
	}
}

// opened is a library that has verified a token of the key "old".
func opened(t *testing.T, c client) (*issuer, verifier) {
	t.Helper()
	i := newIssuer(t, c.secure, "old")
	verify, err := c.open(t.Context(), i, c.settings)
	if err != nil {
		t.Fatal(err)
	}
	if err := verify(t.Context(), i.token("old")); err != nil {
		t.Fatalf("the published key is not accepted: %v", err)
	}
	return i, verify
}

// limit is how long to wait for what a bound promises; a key that never goes is
// seen not to go for longer than two of any shortened interval.
func (c client) limit(b window.Bound) time.Duration {
	if b.High.Infinite {
		return max(2*time.Second, (c.settings.interval+c.settings.delay)*5/2)
	}
	return b.High.D + slack
}

// TestNewKey publishes a second key, just after a bad token has used up what
// refetches there are, and sends its tokens until one is accepted.
func TestNewKey(t *testing.T) {
	each(t, func(t *testing.T, c client) {
		declared, f := c.catalogued(t)
		bound := window.NewKeyLag(declared, f)
		i, verify := opened(t, c)
		if verify(t.Context(), i.token("unknown")) == nil {
			t.Fatal("a token of an unpublished key is accepted")
		}
		i.publish("old", "new")
		token, start := i.token("new"), time.Now()
		for {
			err := verify(t.Context(), token) // keyfunc lets a token wait
			answered := time.Since(start)
			if answered > c.limit(bound) {
				t.Fatalf("answered with %v after %s, bound %s", err, answered, bound)
			}
			if err == nil {
				t.Logf("accepted after %s, bound %s", answered.Round(time.Millisecond), bound.Range())
				return
			}
			time.Sleep(pause)
		}
	})
}

// TestRemovedKey withdraws a key and sends its tokens until one is rejected, and
// where the bound is infinite sees that none is.
func TestRemovedKey(t *testing.T) {
	each(t, func(t *testing.T, c client) {
		declared, f := c.catalogued(t)
		i, verify := opened(t, c)
		i.publish("new")
		c.lastAccepted(t, i, verify, declared.Refresh, window.RemovedKeyLag(declared, f))
	})
}

// TestRemovedKeyInOutage does the same while fetches fail.
func TestRemovedKeyInOutage(t *testing.T) {
	each(t, func(t *testing.T, c client) {
		declared, f := c.catalogued(t)
		i, verify := opened(t, c)
		i.fail()
		c.lastAccepted(t, i, verify, declared.Refresh, window.RemovedKeyLagOutage(declared, f))
	})
}

func (c client) lastAccepted(t *testing.T, i *issuer, verify verifier, r inventory.Refresh, bound window.Bound) {
	t.Helper()
	token, start := i.token("old"), time.Now()
	if r.UsesExpired { // the first token after a lull is the one: others bring a fetch about
		time.Sleep(3 * r.Interval.V.D)
	}
	last := time.Duration(0)
	for {
		sent := time.Since(start)
		err := verify(t.Context(), token)
		if err == nil {
			last = sent
		}
		switch {
		case err == nil && sent > c.limit(bound) && bound.High.Infinite,
			err != nil && r.UsesExpired && last > 2*r.Interval.V.D,
			err != nil && !bound.Low.Infinite:
			t.Logf("last accepted after %s, bound %s", last.Round(time.Millisecond), bound.Range())
			return
		case err != nil:
			t.Fatalf("rejected after %s, bound %s: %v", sent, bound, err)
		case sent > c.limit(bound):
			t.Fatalf("still accepted after %s, bound %s", sent, bound)
		}
		time.Sleep(pause)
	}
}

// TestMissDropsRemovedKey sends one token of an unknown key to those that drop
// nothing by time: that is what makes them fetch.
func TestMissDropsRemovedKey(t *testing.T) {
	each(t, func(t *testing.T, c client) {
		declared, _ := c.catalogued(t)
		if declared.Refresh.Mode != inventory.ModeMissOnly {
			t.Skip("drops keys by time")
		}
		i, verify := opened(t, c)
		i.publish("new")
		if verify(t.Context(), i.token("unknown")) == nil {
			t.Fatal("a token of an unpublished key is accepted")
		}
		if verify(t.Context(), i.token("old")) == nil {
			t.Error("the removed key is still accepted after a fetch")
		}
	})
}

// TestBadTokens counts the fetches that tokens of unknown keys cause.
func TestBadTokens(t *testing.T) {
	const tokens = 4
	each(t, func(t *testing.T, c client) {
		declared, f := c.catalogued(t)
		cost := window.FetchesPerBadToken(declared)
		i, verify := opened(t, c)
		before, start := i.fetched(), time.Now()
		for n := range tokens {
			if verify(t.Context(), i.token("unknown"+string(rune('a'+n)))) == nil {
				t.Fatal("a token of an unpublished key is accepted")
			}
		}
		elapsed, seen := time.Since(start), i.fetched()-before
		most := tokens * cost.High
		if gap := cost.Gap.Low.D; gap > 0 && !cost.Gap.Low.Infinite {
			most = min(most, cost.High*(1+int(elapsed/gap)))
		}
		if ttl := window.RemovedKeyLag(declared, f).High; !ttl.Infinite && ttl.D > 0 {
			most += 1 + int(elapsed/declared.Refresh.Interval.V.D) // its own
		}
		if seen > most {
			t.Errorf("%d tokens caused %d fetches in %s, bound %d", tokens, seen, elapsed, most)
		}
		if cost.Low > 0 && cost.Gap.High.D == 0 && seen < tokens*cost.Low {
			t.Errorf("%d tokens caused %d fetches, the catalogue says %d each", tokens, seen, cost.Low)
		}
		t.Logf("%d tokens caused %d fetches in %s, bound %d", tokens, seen, elapsed.Round(time.Millisecond), most)
	})
}
