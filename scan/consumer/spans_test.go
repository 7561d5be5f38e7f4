package consumer

import (
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// spanForms are the ways in which products write a length of time.
func spanForms() map[string]func(string) (inventory.Span, error) {
	return map[string]func(string) (inventory.Span, error){
		"iso": isoSpan, "quarkus": quarkusSpan, "micronaut": micronautSpan, "elasticsearch": elasticSpan,
		"time span": timeSpan, "minutes": whole(time.Minute), "milliseconds": whole(time.Millisecond),
	}
}

func TestSpansAreInTheUnitsOfTheirProduct(t *testing.T) {
	const day = 24 * time.Hour
	for _, test := range []struct {
		form, text string
		want       time.Duration // negative: malformed
	}{
		{"iso", "PT10M", 10 * time.Minute},
		{"iso", "p1dt2h3m4.5s", day + 2*time.Hour + 3*time.Minute + 4500*time.Millisecond},
		{"iso", "PT0S", 0},
		{"iso", "P", -1},
		{"iso", "P1DT", -1},
		{"iso", "PT-1S", -1},
		{"iso", "P1M", -1}, // java.time.Duration knows no months
		{"quarkus", "10", 10 * time.Second},
		{"quarkus", "10M", 10 * time.Minute},
		{"quarkus", "10m", 10 * time.Minute},
		{"quarkus", "10ms", 10 * time.Millisecond},
		{"quarkus", "2H30M", 150 * time.Minute},
		{"quarkus", "2d", 2 * day},
		{"quarkus", "", -1},
		{"micronaut", "60s", time.Minute},
		{"micronaut", "5m", 5 * time.Minute},
		{"micronaut", "PT5M", 5 * time.Minute},
		{"micronaut", "60", -1},
		{"elasticsearch", "5d", 5 * day},
		{"elasticsearch", "500micros", 500 * time.Microsecond},
		{"elasticsearch", "0", 0},
		{"elasticsearch", "1", -1},
		{"elasticsearch", "1.5h", -1},
		{"time span", "00:05:00", 5 * time.Minute},
		{"time span", "12:00", 12 * time.Hour},
		{"time span", "1.00:00:00", day},
		{"time span", "5", 5 * day},
		{"time span", "5m", -1},
		{"time span", "1:2:3:4", -1},
		{"minutes", "60", time.Hour},
		{"minutes", "1.5", -1},
		{"minutes", "-1", -1},
		{"milliseconds", "600000", 10 * time.Minute},
		{"milliseconds", "99999999999999999", -1},
	} {
		got, err := spanForms()[test.form](test.text)
		switch {
		case test.want < 0 && err == nil:
			t.Errorf("%s %q is read as %s, want it to be malformed", test.form, test.text, got.D)
		case test.want >= 0 && (err != nil || got != inventory.For(test.want)):
			t.Errorf("%s %q is read as %s (%v), want %s", test.form, test.text, got.D, err, test.want)
		}
	}
}

func FuzzSpans(f *testing.F) {
	for _, seed := range []string{"PT10M", "10M", "5d", "1.00:00:00", "999999999H", "9223372036854775807", "PT999999999H", "0"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for form, parse := range spanForms() {
			if got, err := parse(text); err == nil && (got.D < 0 || got.Infinite) {
				t.Errorf("%s %q is read as %s: lengths of time are not negative", form, text, got.D)
			}
		}
	})
}
