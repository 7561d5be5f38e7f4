package cmd

import (
	"path"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// dateInName is a date, with or without a time of day, in UTC: 2026-01-31,
// 20260131T120000Z, 2026-01-31_12-00-00.
var dateInName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?:^|\D)(\d{4})-?(\d\d)-?(\d\d)(?:[T_ -]?(\d\d)[-:]?(\d\d)(?:[-:]?(\d\d))?)?(?:\D|$)`)
})

// secondsInName are seconds since 1970, of ten digits from 2001 to 2286.
var secondsInName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?:^|\D)(\d{10})(?:\D|$)`) })

// timeOf is when a saved document was seen, as its name tells, or else its folder's;
// zero where neither does.
func timeOf(file string) time.Time {
	for _, name := range []string{path.Base(file), path.Base(path.Dir(file))} {
		if m := dateInName().FindStringSubmatch(name); m != nil {
			clock := strings.Join(m[4:7], "")
			digits := m[1] + m[2] + m[3] + clock + "000000"[len(clock):]
			if at, err := time.Parse("20060102150405", digits); err == nil {
				return at
			}
		}
		if m := secondsInName().FindStringSubmatch(name); m != nil {
			if seconds, err := strconv.ParseInt(m[1], 10, 64); err == nil {
				return time.Unix(seconds, 0).UTC()
			}
		}
	}
	return time.Time{}
}
