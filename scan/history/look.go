package history

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Look is one poll of one endpoint.
type Look struct {
	URL  string // canonical, of the key set
	Poll inventory.Poll
}

// LooksAt lists what there is to remember of an endpoint: its observations, but
// for those that asked for nothing. Metadata that was read alone, or in another hour
// than the key set, is a look of its own. An endpoint without a URL gives none.
func LooksAt(e *inventory.Endpoint) []Look {
	var looks []Look
	add := func(poll inventory.Poll) {
		if e.URL != "" {
			looks = append(looks, Look{e.URL, poll})
		}
	}
	for _, o := range e.Observations {
		poll := inventory.PollOf(o)
		asked := o.Keys != nil && poll.Problem.Asked()
		if poll.Metadata != nil && (!asked || o.Metadata.Response.Time.After(poll.Time.Add(time.Hour))) {
			add(inventory.Poll{
				Time: o.Metadata.Response.Time, Vantage: poll.Vantage, Failed: true,
				Problem: inventory.ProblemOffline, Metadata: poll.Metadata,
			})
			poll.Metadata = nil
		}
		if asked {
			add(poll)
		}
	}
	return looks
}

// The years that a time in nanoseconds reaches.
const (
	firstYear = 1970
	lastYear  = 2261
)

// Check says why a look cannot be remembered; nil where it can.
func (l Look) Check() error {
	u, err := url.Parse(l.URL)
	switch {
	case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "":
		return errors.New("is a poll of no http or https URL")
	case u.User != nil:
		return errors.New("is a poll of a URL with a user name or password")
	case !storable(l.Poll.Vantage):
		return fmt.Errorf("is a poll of %s with a vantage that has control characters", l.URL)
	}
	if err := checkTime(l.Poll.Time); err != nil {
		return fmt.Errorf("is a poll of %s that %w", l.URL, err)
	}
	return nil
}

func checkTime(t time.Time) error {
	if t.Year() < firstYear || t.Year() > lastYear {
		return fmt.Errorf("has no time between the years %d and %d", firstYear, lastYear)
	}
	return nil
}

// storable reports whether both databases take a text as TEXT, and readers as a name.
func storable(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, unicode.IsControl)
}
