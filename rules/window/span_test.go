package window_test

import (
	"math"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

func TestFormatSpan(t *testing.T) {
	cases := map[time.Duration]string{
		0: "0s", time.Second: "1s", 90 * time.Second: "1m30s", 10 * time.Minute: "10m", 90 * time.Minute: "1h30m",
		7 * day: "7d", 36 * time.Hour: "1d12h", day + time.Second: "1d1s", 1500 * time.Millisecond: "1.5s",
		-5 * time.Minute: "-5m", math.MaxInt64: "106751d23h47m16.854775807s", math.MinInt64: "-unbounded",
	}
	for d, want := range cases {
		equal(t, window.FormatSpan(inventory.For(d)), want)
	}
	equal(t, window.FormatSpan(inventory.Forever()), "unbounded")
}

// A sum beyond what a Duration holds has no end instead of wrapping around.
func TestSumDoesNotOverflow(t *testing.T) {
	huge := window.Exactly(window.Interval, math.MaxInt64, inventory.Explicit)
	b := window.Sum(huge, window.Exactly(window.Skew, 1, inventory.Explicit))
	equal(t, b.Range(), "unbounded")
	equal(t, b.Plus(huge).Range(), "unbounded")
	late := window.Exactly(window.Overlap, math.MinInt64, inventory.Observed)
	equal(t, window.Sum(late, window.Exactly(window.Skew, -1, inventory.Explicit)).Range(), "-unbounded")
}

func TestBoundTellsItsDerivation(t *testing.T) {
	cache := window.Exactly(window.HTTPCache, 0, inventory.Observed)
	interval := window.Term{Name: window.Interval, Low: inventory.For(time.Minute), High: inventory.Forever(), From: inventory.Unresolved}
	equal(t, window.Sum(cache, window.Exactly(window.Interval, 10*time.Minute, inventory.VendorDefault)).String(),
		"10m = http_cache 0s (observed) + interval 10m (vendor-default)")
	equal(t, window.Sum(cache, interval).String(),
		"1m to unbounded = http_cache 0s (observed) + interval 1m to unbounded (unresolved)")
	equal(t, window.Bound{High: inventory.For(time.Hour), Terms: []window.Term{cache}}.String(), "0s to 1h from http_cache 0s (observed)")
	equal(t, window.Bound{}.String(), "0s")
	equal(t, window.Sum(cache, interval).From().String(), "unresolved")
	equal(t, window.Sum().From().String(), "observed")
}
