package window

import (
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// readAge reads Age fields; the greatest where there are several.
func readAge(lines []string) (age time.Duration, ok bool) {
	for _, line := range lines {
		for text := range strings.SplitSeq(line, ",") {
			text = strings.TrimSpace(text)
			if value, found := (Directive{Value: text}).seconds(); found && leadingDigits(text) == text {
				age, ok = max(age, value), true
			}
		}
	}
	return age, ok
}

func responseDate(resp *inventory.Response) time.Time {
	if date, ok := httpDate(resp.Header.Get("Date")); ok {
		return date
	}
	return resp.Time // RFC 9110 section 6.6.1: without Date, when it was received
}

// expiresAfter is Expires less Date, the longest of several lines; what is no
// date, such as "0", has expired (RFC 9111 section 5.3).
func expiresAfter(lines []string, date time.Time) time.Duration {
	var most time.Duration
	for _, line := range lines {
		if expires, ok := httpDate(line); ok {
			most = max(most, expires.Sub(date))
		}
	}
	return most
}

// httpDate reads the three forms of RFC 9110 section 5.6.7.
func httpDate(text string) (time.Time, bool) {
	for _, layout := range []string{"Mon, 02 Jan 2006 15:04:05 GMT", "Monday, 02-Jan-06 15:04:05 GMT", time.ANSIC} {
		if t, err := time.Parse(layout, strings.TrimSpace(text)); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
