package jwks

import (
	"math"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// The seconds between which a time has a year of four digits.
const (
	firstSecond = -62135596800 // 0001-01-01T00:00:00Z
	lastSecond  = 253402300799 // 9999-12-31T23:59:59Z
)

// date reads a NumericDate (RFC 7519 section 2); a number written as a string is
// read too. A time beyond four-digit years is left zero.
func (b *builder) date(name string) *inventory.NumericDate {
	raw, found := b.find(name)
	if !found {
		return nil
	}
	text := string(raw)
	if kind := raw.Kind(); kind != jsontext.KindNumber {
		b.wrongType(name, raw, "a number")
		if kind != jsontext.KindString {
			return nil
		}
		text = unquote(raw)
	}
	seconds, err := strconv.ParseFloat(text, 64)
	if math.IsInf(seconds, 0) { // out of range: as large as it can be told
		seconds, err = math.Copysign(math.MaxFloat64, seconds), nil
	}
	if err != nil || math.IsNaN(seconds) {
		return nil
	}
	date := &inventory.NumericDate{Seconds: seconds}
	if seconds >= firstSecond && seconds <= lastSecond {
		whole, part := math.Modf(seconds)
		date.Time = time.Unix(int64(whole), int64(part*1e9)).UTC()
	}
	return date
}
