package consumer

import (
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// jwxV2 is jwk.Cache of jwx v2. It looks every 15 minutes (the refresh window)
// for copies older than 15 minutes, or than the headers say: a copy that is due
// just after it looked waits for another window.
func jwxV2() Library {
	const (
		queue = "lestrrat-go/httprc@v1.0.6 queue.go"
		cache = "lestrrat-go/httprc@v1.0.6 cache.go defaultRefreshWindow"
		parse = "lestrrat-go/jwx@v2.1.7 jwk/set.go UnmarshalJSON" // 2.1.0 does the same
	)
	return Library{Name: "jwx", Variant: Variant{
		Since: "2", Before: "3", Verified: librariesRead,
		Refresh: inventory.Refresh{
			Mode:         inventory.ModePoll,
			Interval:     byDefault(inventory.For(15*time.Minute), queue),
			HTTPCache:    inventory.CacheLengthens,
			UnknownKid:   byDefault(false, queue),
			PushDelay:    byDefault(inventory.For(15*time.Minute), cache),
			StaleOnError: byDefault(inventory.Forever(), queue),
			Verdicts:     byDefault(inventory.For(0), queue),
		},
		Capabilities: libraryJWXCapabilities(parse, inventory.SpoilerKeyType, inventory.SpoilerMember),
	}}
}

// jwxV3 is jwk.Cache of jwx v3. It looks when the next copy is due, rounded up to
// seconds and one more. Headers lengthen to 30 days at most. Version 3.1 checks the
// keys themselves.
func jwxV3() []Library {
	const (
		limits  = "lestrrat-go/httprc@v3.0.6 httprc.go DefaultMinInterval"
		next    = "lestrrat-go/httprc@v3.0.6 resource.go"
		backend = "lestrrat-go/httprc@v3.0.6 backend.go periodicCheck"
		parse   = "lestrrat-go/jwx@v3.0.13 jwk/set.go UnmarshalJSON"
		checks  = "lestrrat-go/jwx@v3.3.0 jwk/set.go UnmarshalJSON" // 3.1.0 does the same
		rsa     = "lestrrat-go/jwx@v3.3.0 jwk/rsa.go minRSAModulusBits"
		body    = "lestrrat-go/jwx@v3.3.0 jwk/cache.go Transform"
	)
	refresh := inventory.Refresh{
		Mode:         inventory.ModePoll,
		Interval:     byDefault(inventory.For(15*time.Minute), limits),
		HTTPCache:    inventory.CacheLengthens,
		UnknownKid:   byDefault(false, next),
		PushDelay:    byDefault(inventory.For(2*time.Second), backend),
		StaleOnError: byDefault(inventory.Forever(), next),
		Verdicts:     byDefault(inventory.For(0), next),
	}
	later := libraryJWXCapabilities(checks, inventory.SpoilerKeyType, inventory.SpoilerCurve, inventory.SpoilerAlgorithm,
		inventory.SpoilerMember, inventory.SpoilerLength, inventory.SpoilerX5C)
	later.LeastRSABits, later.MaxBody = byDefault(2048, rsa), byDefault(10<<20, body)
	return []Library{
		{Name: "jwx", Variant: Variant{
			Since: "3", Before: "3.1", Verified: librariesRead, Refresh: refresh,
			Capabilities: libraryJWXCapabilities(parse, inventory.SpoilerKeyType, inventory.SpoilerCurve,
				inventory.SpoilerAlgorithm, inventory.SpoilerMember),
		}},
		{Name: "jwx", Variant: Variant{
			Since: "3.1", Before: "4", Verified: librariesRead, Refresh: refresh, Capabilities: later,
		}},
	}
}

// libraryJWXCapabilities are those of jwx with jwt.WithKeySet, which wants kid and alg in
// keys unless the program says otherwise.
func libraryJWXCapabilities(source string, spoil ...inventory.Spoiler) inventory.Capabilities {
	c := usualKeys(source)
	c.Spoilers = spoilers(source, spoil...)
	c.Needs = needs(source, "kid", "alg")
	c.StrictIntegers, c.StrictBase64 = byDefault(false, source), byDefault(false, source)
	c.LeastRSABits = byDefault(0, source)
	goDefaults(&c, source)
	return c
}
