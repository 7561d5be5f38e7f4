package rules

import (
	"time"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// mostSkew is the largest clock skew that widely used verifiers allow by default.
const mostSkew = 5 * time.Minute

// millisecondsFrom is the year 5138 as seconds, and March 1973 as milliseconds:
// what is larger was meant in milliseconds.
const millisecondsFrom = 1e11

// keyTime gives a date of a key; false where there is none, or none that can be
// meant: see key-time-implausible.
func keyTime(date *inventory.NumericDate) (time.Time, bool) {
	if date == nil || date.Seconds >= millisecondsFrom || date.Time.IsZero() {
		return time.Time{}, false
	}
	return date.Time, true
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// formatDuration writes a length of time as all reports do: "10m", "7d".
func formatDuration(d time.Duration) string { return window.FormatSpan(inventory.For(d)) }

// roughly is formatDuration for what was measured: whole seconds, and whole hours
// above a day.
func roughly(d time.Duration) string {
	if d > 24*time.Hour {
		d = d.Truncate(time.Hour)
	}
	return formatDuration(d.Truncate(time.Second))
}

func exceeds(s inventory.Span, most time.Duration) bool { return s.Longer(inventory.For(most)) }

// lasting says for how long something goes on: "for 7d", "without end".
func lasting(s inventory.Span) string {
	if s.Infinite {
		return "without end"
	}
	return "for " + window.FormatSpan(s)
}

// lag says for how long something may go on that lies between two bounds; endless
// words a lower one without end.
func lag(low, high inventory.Span, endless string) string {
	switch {
	case low.Infinite:
		return endless
	case high.Infinite && low.D <= 0:
		return "for an unknown time"
	case high.Infinite:
		return "for " + window.FormatSpan(low) + " or more"
	}
	return "for up to " + window.FormatSpan(high)
}
