package consumer

import (
	"slices"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// keepCommon makes unknown what two versions do not have in common.
func keepCommon(c *inventory.Consumer, v Variant) {
	r, other := &c.Refresh, v.Refresh
	if r.Mode != other.Mode {
		r.Mode = inventory.ModeUnknown
	}
	if r.HTTPCache != other.HTTPCache {
		r.HTTPCache = inventory.CacheUnknown
	}
	r.Interval, r.Cooldown = common(r.Interval, other.Interval), common(r.Cooldown, other.Cooldown)
	if r.MergesSets != other.MergesSets || r.UsesExpired != other.UsesExpired { // of one of them it says nothing
		r.MergesSets, r.UsesExpired, r.Interval = false, false, inventory.Value[inventory.Span]{}
	}
	r.PushDelay, r.StaleOnError = commonDelay(r.PushDelay, other.PushDelay), common(r.StaleOnError, other.StaleOnError)
	r.Verdicts = common(r.Verdicts, other.Verdicts)
	r.UnknownKid = common(r.UnknownKid, other.UnknownKid)
	c.Checks.Issuer = common(c.Checks.Issuer, v.Checks.Issuer)
	c.Checks.Audience = common(c.Checks.Audience, v.Checks.Audience)
	c.Checks.Skew = common(c.Checks.Skew, v.Checks.Skew)
	c.Checks.Algorithms = commonList(c.Checks.Algorithms, v.Checks.Algorithms)
	c.Capabilities = commonCapabilities(c.Capabilities, v.Capabilities)
}

func commonCapabilities(a, b inventory.Capabilities) inventory.Capabilities {
	return inventory.Capabilities{
		Algorithms:       commonList(a.Algorithms, b.Algorithms),
		KeyTypes:         commonList(a.KeyTypes, b.KeyTypes),
		Curves:           commonList(a.Curves, b.Curves),
		Spoilers:         commonList(a.Spoilers, b.Spoilers),
		Needs:            commonList(a.Needs, b.Needs),
		StrictIntegers:   common(a.StrictIntegers, b.StrictIntegers),
		StrictBase64:     common(a.StrictBase64, b.StrictBase64),
		FollowsRedirects: common(a.FollowsRedirects, b.FollowsRedirects),
		Accept:           common(a.Accept, b.Accept),
		MaxBody:          common(a.MaxBody, b.MaxBody),
		MaxKeys:          common(a.MaxKeys, b.MaxKeys),
		LeastRSABits:     common(a.LeastRSABits, b.LeastRSABits),
		Timeout:          common(a.Timeout, b.Timeout),
	}
}

func commonList[T comparable](a, b inventory.Value[[]T]) inventory.Value[[]T] {
	if slices.Equal(a.V, b.V) && a.From == b.From {
		return a
	}
	return inventory.Value[[]T]{}
}

func common[T comparable](a, b inventory.Value[T]) inventory.Value[T] {
	if a.V == b.V && a.From == b.From {
		return a
	}
	return inventory.Value[T]{}
}

// commonDelay is common for what is absent, not unknown, where nobody said it.
func commonDelay(a, b inventory.Value[inventory.Span]) inventory.Value[inventory.Span] {
	if a.V == b.V && a.From == b.From {
		return a
	}
	return inventory.Value[inventory.Span]{From: inventory.Unresolved}
}
