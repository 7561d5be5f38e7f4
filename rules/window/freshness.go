package window

import (
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Freshness is what HTTP caches may do with one response. The zero value stands
// for a consumer looked at alone: no HTTP cache is assumed before it, and what
// the headers will say is unknown.
type Freshness struct {
	Control CacheControl
	// Source is what set Lifetime: "s-maxage", "max-age", "expires",
	// "heuristic", "no-store", "no-cache" or "none".
	Source   string
	Lifetime inventory.Span // at most; see E for the interval
	// StaleWhileRevalidate and StaleIfError are the stale terms in force
	// (RFC 5861): zero where another directive forbids stale responses.
	StaleWhileRevalidate, StaleIfError time.Duration

	Age       time.Duration // greatest that was observed
	HasAge    bool          // the response carries a readable Age
	Immutable bool          // RFC 8246

	doubtful bool          // caches differ: some may keep the response shorter, or not at all
	maxAge   time.Duration // what private caches go by
}

// Sources of Freshness.Lifetime.
const (
	SourceSMaxAge   = "s-maxage"
	SourceMaxAge    = "max-age"
	SourceExpires   = "expires"
	SourceHeuristic = "heuristic"
	SourceNoStore   = "no-store"
	SourceNoCache   = "no-cache"
	SourceNone      = "none"
)

// FreshnessOf reads the caching headers of a response; false where it carries
// no headers (a saved document): nothing may be judged then.
func FreshnessOf(resp *inventory.Response) (Freshness, bool) {
	if resp == nil || resp.Header == nil {
		return Freshness{}, false
	}
	f := Freshness{Control: ParseCacheControl(resp.Header.Values("Cache-Control"))}
	f.Immutable = f.Control.Has("immutable")
	f.Age, f.HasAge = readAge(resp.Header.Values("Age"))
	f.maxAge, _, _ = f.Control.longest("max-age")
	f.setLifetime(resp)
	f.setStaleTerms()
	return f, true
}

// setLifetime follows RFC 9111 section 4.2.1; a conflict takes the most
// restrictive directive.
func (f *Freshness) setLifetime(resp *inventory.Response) {
	for _, name := range []string{SourceNoStore, SourceNoCache} {
		if f.Control.certain(name) {
			f.Source = name
			return
		}
		f.doubtful = f.doubtful || f.Control.Has(name)
	}
	for _, name := range []string{SourceSMaxAge, SourceMaxAge} {
		value, found, agreed := f.Control.longest(name)
		f.doubtful = f.doubtful || !agreed
		if found {
			f.Source, f.Lifetime = name, inventory.For(value)
			return
		}
	}
	date := responseDate(resp)
	if lines := resp.Header.Values("Expires"); len(lines) > 0 {
		f.Source, f.Lifetime = SourceExpires, inventory.For(expiresAfter(lines, date))
		f.doubtful = f.doubtful || len(lines) > 1
		return
	}
	f.Source = SourceNone
	modified, ok := httpDate(resp.Header.Get("Last-Modified"))
	if ok && modified.Before(date) && f.storedUnasked(resp.Status) {
		f.Source, f.Lifetime = SourceHeuristic, heuristic(date.Sub(modified))
	}
}

// storedUnasked reports whether a cache may use a heuristic lifetime: RFC 9110
// section 15.1, or `public` (RFC 9111 section 4.2.2). Status 0 is a captured 200.
func (f *Freshness) storedUnasked(status int) bool {
	switch status {
	case 0, 200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501:
		return true
	}
	return f.Control.Has("public")
}

func (f *Freshness) setStaleTerms() {
	if f.Source == SourceNoStore || f.Source == SourceNoCache {
		return
	}
	for _, name := range []string{"must-revalidate", "proxy-revalidate"} {
		if f.Control.certain(name) {
			return
		}
		f.doubtful = f.doubtful || f.Control.Has(name)
	}
	var agreed, alsoAgreed bool
	f.StaleWhileRevalidate, _, agreed = f.Control.longest("stale-while-revalidate")
	f.StaleIfError, _, alsoAgreed = f.Control.longest("stale-if-error")
	f.doubtful = f.doubtful || !agreed || !alsoAgreed
}

// WithGreatestAge gives the freshness where the document reaches the given age
// between two changes: a heuristic lifetime grows with it, no other does.
func (f Freshness) WithGreatestAge(age time.Duration) Freshness {
	if f.Source == SourceHeuristic {
		f.Lifetime = longer(f.Lifetime, heuristic(age))
	}
	return f
}

// heuristic is a tenth of the document's age (RFC 9111 section 4.2.2).
func heuristic(age time.Duration) inventory.Span { return inventory.For(age / 10) }

// E is the greatest age at which an HTTP cache may still hand out a copy, by the
// cache's own count: in a row of caches each may lose a second by rounding Age.
func (f Freshness) E() Term {
	return f.ageTerm(HTTPCache, f.StaleWhileRevalidate)
}

// EOutage is E while the origin fails.
func (f Freshness) EOutage() Term {
	return f.ageTerm(HTTPCacheOutage, max(f.StaleWhileRevalidate, f.StaleIfError))
}

func (f Freshness) ageTerm(name string, stale time.Duration) Term {
	seen, lifetime := inventory.For(f.Age), f.Lifetime
	if f.Source == SourceSMaxAge {
		lifetime = longer(lifetime, inventory.For(f.maxAge)) // a private cache, such as a client's own, goes by max-age
	}
	t := Term{Name: name, High: add(lifetime, inventory.For(stale)), From: inventory.Observed}
	t.Low = t.High
	switch {
	case f.Source == "" || f.Source == SourceHeuristic:
		t.Low, t.From = inventory.Span{}, inventory.Assumed // no cache has to use a heuristic, and a tenth is but typical
	case f.doubtful:
		t.Low = inventory.Span{}
	case f.Source == SourceSMaxAge:
		t.Low = f.Lifetime // RFC 9111 section 5.2.2.10 forbids a shared cache to serve it stale; some do
	}
	t.Low, t.High = longer(t.Low, seen), longer(t.High, seen)
	return t
}

// lifetime is what a client takes for the lifetime of its copy that goes by the
// headers; said is false where they give none. Clients differ on which of
// several statements they read.
func (f *Freshness) lifetime() (t Term, said bool) {
	if f == nil || f.Source == "" {
		return unknown(HeaderLifetime, inventory.Unknown), true
	}
	if f.Source == SourceNone || f.Source == SourceHeuristic {
		return Term{}, false
	}
	t = Term{Name: HeaderLifetime, Low: f.Lifetime, High: f.Lifetime, From: inventory.Observed}
	for _, name := range []string{SourceSMaxAge, SourceMaxAge} {
		if value, found, _ := f.Control.longest(name); found {
			t.Low, t.High = shorter(t.Low, inventory.For(value)), longer(t.High, inventory.For(value))
		}
	}
	if f.doubtful {
		t.Low = inventory.Span{}
	}
	return t, true
}
