package window

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// add never wraps: a sum beyond the range of a Duration (292 years) has no end.
func add(a, b inventory.Span) inventory.Span {
	sum := a.D + b.D
	overflow := a.D > 0 && b.D > 0 && sum < 0
	if a.Infinite || b.Infinite || overflow {
		return inventory.Forever()
	}
	if a.D < 0 && b.D < 0 && sum >= 0 {
		return inventory.For(math.MinInt64)
	}
	return inventory.For(sum)
}

// minus takes b from a and stops at zero; an endless a has no end without b either.
func minus(a, b inventory.Span) inventory.Span {
	switch {
	case a.Infinite:
		return a
	case !less(b, a):
		return inventory.Span{}
	}
	return inventory.For(a.D - b.D)
}

func times(s inventory.Span, n int) inventory.Span {
	var sum inventory.Span
	for range n {
		sum = add(sum, s)
	}
	return sum
}

func less(a, b inventory.Span) bool { return b.Longer(a) }

func shorter(a, b inventory.Span) inventory.Span {
	if less(b, a) {
		return b
	}
	return a
}

func longer(a, b inventory.Span) inventory.Span {
	if less(a, b) {
		return b
	}
	return a
}

// FormatSpan writes a length of time for people: "10m", "1h30m", "7d", "unbounded".
func FormatSpan(s inventory.Span) string {
	switch {
	case s.Infinite:
		return "unbounded"
	case s.D == math.MinInt64:
		return "-unbounded"
	case s.D == 0:
		return "0s"
	case s.D < 0:
		return "-" + units(uint64(-(s.D+1))+1) // also right for the least Duration
	}
	return units(uint64(s.D))
}

func units(ns uint64) string {
	var out strings.Builder
	for _, unit := range []struct {
		name string
		size uint64
	}{{"d", uint64(24 * time.Hour)}, {"h", uint64(time.Hour)}, {"m", uint64(time.Minute)}} {
		if n := ns / unit.size; n > 0 {
			out.WriteString(strconv.FormatUint(n, 10) + unit.name)
			ns %= unit.size
		}
	}
	if ns > 0 {
		out.WriteString(time.Duration(ns).String())
	}
	return out.String()
}

// formatRange writes an interval: one value where its ends agree.
func formatRange(low, high inventory.Span) string {
	if low == high {
		return FormatSpan(low)
	}
	return FormatSpan(low) + " to " + FormatSpan(high)
}
