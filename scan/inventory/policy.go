package inventory

import "time"

// Policy is what the organisation asks of its key sets; the zero value is not
// useful, start from DefaultPolicy.
type Policy struct {
	TokenLifetime Value[time.Duration] // L: longest lifetime of any token
	Skew          Value[time.Duration] // S: clock skew that verifiers allow
	// MaxTrustAfterRemoval is how long a consumer may go on accepting a removed key.
	MaxTrustAfterRemoval time.Duration
	// MaxCacheLifetime is how long a key set may be cached by HTTP caches.
	MaxCacheLifetime time.Duration
	// MaxFetchesPerMinute is how often all consumers of a key set together may fetch
	// it; 0 is without limit.
	MaxFetchesPerMinute int
	// ExpiryNotice is how long before its end an expiring certificate is reported.
	ExpiryNotice time.Duration
	// KeyAgeNotice is from which age on a published signing key is reported.
	KeyAgeNotice time.Duration
}

// DefaultPolicy is used where nothing is declared; its values are assumptions
// and make a finding that rests on them tentative.
func DefaultPolicy() Policy {
	return Policy{
		TokenLifetime:        Value[time.Duration]{V: time.Hour, From: Assumed},
		Skew:                 Value[time.Duration]{V: time.Minute, From: Assumed},
		MaxTrustAfterRemoval: 24 * time.Hour,
		MaxCacheLifetime:     24 * time.Hour,
		MaxFetchesPerMinute:  60,
		ExpiryNotice:         14 * 24 * time.Hour,
		KeyAgeNotice:         365 * 24 * time.Hour,
	}
}

// For is the policy for an issuer: what its owner declares of its tokens wins. The
// declaration may be nil.
func (p Policy) For(d *Declaration) Policy {
	if d != nil && d.TokenLifetime.From.Known() {
		p.TokenLifetime = d.TokenLifetime
	}
	return p
}

// Ignore takes findings out of a report: those of a rule about a subject.
type Ignore struct {
	Rule    string
	Subject string    // an issuer, URL, kid, thumbprint, consumer or file, with * for any characters
	Reason  string    // never ""
	Until   time.Time // from then on it does not count; zero: for good
	At      Origin
}

// Ended reports whether the entry has run out at a time.
func (i *Ignore) Ended(now time.Time) bool { return !i.Until.IsZero() && !now.Before(i.Until) }

// LastDay is the last day on which the entry holds; zero for one that holds for good.
func (i *Ignore) LastDay() time.Time {
	if i.Until.IsZero() {
		return i.Until
	}
	return i.Until.AddDate(0, 0, -1)
}
