package fleet

import (
	"testing"
	"time"
)

func TestDurations(t *testing.T) {
	const day = 24 * time.Hour
	for text, want := range map[string]time.Duration{
		"45s": 45 * time.Second, "1h30m": 90 * time.Minute, "90d": 90 * day, "1w": 7 * day, "1w2d3h": 9*day + 3*time.Hour,
		"1.5d": 36 * time.Hour, "0s": 0, "250ms": 250 * time.Millisecond, "36500d": 36500 * day,
	} {
		if got, err := ParseDuration(text); err != nil || got != want {
			t.Errorf("%q: %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{
		"", "90", "d", "1h ", " 1h", "-1h", "+1h", "1y", "1D", "PT1H", "1h30", "1..5h", "1.d.", "soon", "forever",
		"200000d", "99999999999999999999w", "9223372036s9223372036s",
	} {
		if got, err := ParseDuration(text); err == nil {
			t.Errorf("%q is taken for %v", text, got)
		}
	}
}
