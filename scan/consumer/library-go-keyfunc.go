package consumer

import (
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// keyfuncs are the ranges of keyfunc, which keeps its keys in MicahParks/jwkset. Up
// to 3.3.5, which its author retracted, a refresh added keys and removed none.
func keyfuncs() []Library {
	const (
		adds  = "MicahParks/jwkset@v0.5.19 storage.go KeyWrite; MicahParks/keyfunc@v3.7.0 go.mod retract"
		first = "MicahParks/jwkset@v0.8.0 storage.go NewStorageFromHTTP"
		later = "MicahParks/jwkset@v0.11.4 http.go NewStorageFromHTTP"
	)
	merging := keyfuncRefresh()
	merging.MergesSets = true
	early := keyfuncCapabilities(first, inventory.SpoilerKeyType, inventory.SpoilerCurve, inventory.SpoilerUse,
		inventory.SpoilerMember, inventory.SpoilerEncoding, inventory.SpoilerX5C)
	early.StrictBase64 = byDefault(true, first)
	return []Library{
		{Name: "keyfunc", Variant: Variant{
			Since: "3", Before: "3.3.6", Verified: librariesRead, Refresh: merging,
			Capabilities: inventory.Capabilities{Timeout: byDefault(time.Minute, adds)},
		}},
		{Name: "keyfunc", Variant: Variant{
			Since: "3.3.6", Before: "3.7", Verified: librariesRead, Refresh: keyfuncRefresh(), Capabilities: early,
		}},
		{Name: "keyfunc", Variant: Variant{
			Since: "3.7", Before: "3.9", Verified: librariesRead, Refresh: keyfuncRefresh(),
			Capabilities: keyfuncCapabilities(later, inventory.SpoilerUse, inventory.SpoilerMember,
				inventory.SpoilerEncoding, inventory.SpoilerX5C),
		}},
		{Name: "keyfunc", Variant: Variant{
			Since: "3.9", Before: "4", Verified: librariesRead, Refresh: keyfuncRefresh(),
			Capabilities: keyfuncCapabilities(later, inventory.SpoilerUse, inventory.SpoilerMember,
				inventory.SpoilerEncoding, inventory.SpoilerLength, inventory.SpoilerX5C),
		}},
	}
}

func keyfuncRefresh() inventory.Refresh {
	const keyfunc = "MicahParks/keyfunc@f745eff keyfunc.go NewDefaultCtx"
	return inventory.Refresh{
		Mode:         inventory.ModePoll,
		Interval:     byDefault(inventory.For(time.Hour), keyfunc),
		HTTPCache:    inventory.CacheIgnored,
		UnknownKid:   byDefault(true, keyfunc),
		Cooldown:     byDefault(inventory.For(5*time.Minute), keyfunc),
		StaleOnError: byDefault(inventory.Forever(), keyfunc),
		Verdicts:     byDefault(inventory.For(0), keyfunc),
	}
}

// keyfuncCapabilities leave open whether encodings are strict: padding is taken, the
// other alphabet is not.
func keyfuncCapabilities(source string, spoil ...inventory.Spoiler) inventory.Capabilities {
	c := usualKeys(source)
	c.Spoilers = spoilers(source, spoil...)
	c.Needs = needs(source)
	c.StrictIntegers = byDefault(false, source)
	c.LeastRSABits, c.MaxBody = byDefault(0, source), byDefault(0, source)
	c.Timeout = byDefault(time.Minute, source)
	goDefaults(&c, source)
	return c
}
