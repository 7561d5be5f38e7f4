package consumer

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// goSpan reads a length of time as Go writes it: "20m0s".
func goSpan(text string) (inventory.Span, error) {
	d, err := time.ParseDuration(strings.TrimSpace(text))
	if err == nil && d < 0 {
		err = errors.New("negative")
	}
	return inventory.For(d), err
}

// whole reads a whole number of a unit; a negative one is malformed.
func whole(unit time.Duration) func(string) (inventory.Span, error) {
	return func(text string) (inventory.Span, error) {
		n, err := strconv.ParseUint(strings.TrimSpace(text), 10, 63)
		if err == nil && n > uint64(1<<63-1)/uint64(unit) {
			err = errors.New("too large")
		}
		return inventory.For(time.Duration(n) * unit), err
	}
}

// number reads a whole number with a unit of time behind it, such as "30s".
func number(text string, units map[string]time.Duration) (inventory.Span, error) {
	digits := strings.TrimRight(text, "abcdefghijklmnopqrstuvwxyz")
	unit := units[text[len(digits):]]
	if unit == 0 {
		return inventory.Span{}, errors.New("not a number with a unit of time")
	}
	return whole(unit)(digits)
}

func isoForm() *regexp.Regexp {
	return regexp.MustCompile(`^P(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:\.(\d{1,9}))?S)?)?$`)
}

// isoSpan reads a duration of ISO 8601 as java.time.Duration does: "PT10M", "P1D".
func isoSpan(text string) (inventory.Span, error) {
	parts := isoForm().FindStringSubmatch(strings.ToUpper(strings.TrimSpace(text)))
	if parts == nil || strings.HasSuffix(parts[0], "P") || strings.HasSuffix(parts[0], "T") {
		return inventory.Span{}, errors.New("not a duration of ISO 8601")
	}
	var seconds int64
	for i, unit := range []int64{24 * 3600, 3600, 60, 1} {
		n, _ := strconv.ParseInt(parts[i+1], 10, 64) // digits, or empty for none
		seconds += n * unit
	}
	nanos, _ := strconv.ParseInt((parts[5] + "000000000")[:9], 10, 64)
	if seconds > 1<<33 {
		return inventory.Span{}, errors.New("too large")
	}
	return inventory.For(time.Duration(seconds)*time.Second + time.Duration(nanos)), nil
}

// asSkew turns a span into the tolerance of a clock.
func asSkew(v inventory.Value[inventory.Span]) inventory.Value[time.Duration] {
	return inventory.Value[time.Duration]{V: v.V.D, From: v.From, At: v.At, Text: v.Text, Cite: v.Cite}
}

func skewSpan(v inventory.Value[time.Duration]) inventory.Value[inventory.Span] {
	return inventory.Value[inventory.Span]{V: inventory.For(v.V), From: v.From, At: v.At, Text: v.Text, Cite: v.Cite}
}
