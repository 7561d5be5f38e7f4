package window

import (
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// FetchGap is the time between two regular fetches of a consumer, while tokens keep
// coming: its copy's lifetime. f is nil where nothing is known of the headers.
func FetchGap(c *inventory.Consumer, f *Freshness) Term {
	_, ttl := copyTerms(c, f, Term{}, inventory.Span{})
	return ttl
}

// FetchesPerMinute is how often consumers together certainly fetch, by the upper
// ends of their gaps. Those that fetch for every token, as often as these come, and
// those of which nothing is known do not count.
func FetchesPerMinute(gaps []Term) float64 {
	var sum float64
	for _, gap := range gaps {
		if high := gap.High; !high.Infinite && high.D > 0 {
			sum += float64(time.Minute) / float64(high.D)
		}
	}
	return sum
}
