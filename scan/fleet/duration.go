package fleet

import (
	"errors"
	"math"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// ParseDuration reads a length of time as Go writes it, with d for 24 hours and w
// for 7 days besides: "90d", "1h30m", "1w2d". A bare number has no unit and is none.
func ParseDuration(text string) (time.Duration, error) {
	wrong := errors.New("want a length of time such as 90d, 1h30m or 45s")
	if text == "" {
		return 0, wrong
	}
	total := int64(0) // nanoseconds
	for rest := text; rest != ""; {
		number := rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789."))]
		unit := rest[len(number):]
		if end := strings.IndexAny(unit, "0123456789."); end >= 0 {
			unit = unit[:end]
		}
		rest = rest[len(number)+len(unit):]
		factor := int64(1)
		switch unit {
		case "d":
			factor, unit = 24, "h"
		case "w":
			factor, unit = 7*24, "h"
		}
		d, err := time.ParseDuration(number + unit)
		if err != nil || unit == "" {
			return 0, wrong
		}
		if int64(d) > math.MaxInt64/factor || total > math.MaxInt64-int64(d)*factor {
			return 0, errors.New("want at most 292 years")
		}
		total += int64(d) * factor
	}
	return time.Duration(total), nil
}

// forever is how the file writes a length of time without end.
const forever = "forever"

// parseSpan is ParseDuration for what may have no end.
func parseSpan(text string) (inventory.Span, error) {
	if text == forever {
		return inventory.Forever(), nil
	}
	d, err := ParseDuration(text)
	if err != nil {
		return inventory.Span{}, errors.New(err.Error() + ", or " + forever)
	}
	return inventory.For(d), nil
}

// parseDay reads a day, as the midnight with which it begins in UTC.
func parseDay(text string) (time.Time, error) {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return day, errors.New("want a day such as 2027-01-31")
	}
	return day, nil
}
