package cmd

import (
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// joinDated makes saved key sets without a URL that lie in one folder, each named by
// the time at which it was saved, what was seen of one endpoint over time. The others
// stay as they are.
func joinDated(endpoints []*inventory.Endpoint) []*inventory.Endpoint {
	folders := map[string]*inventory.Endpoint{}
	var out []*inventory.Endpoint
	for _, e := range endpoints {
		at, ok := savedAt(e)
		if !ok {
			out = append(out, e)
			continue
		}
		folder := path.Dir(e.File)
		joined := folders[folder]
		if joined == nil {
			joined = &inventory.Endpoint{File: folder, Origins: e.Origins, Consumers: e.Consumers, Declared: e.Declared}
			folders[folder], out = joined, append(out, joined)
		}
		saved := *e.Observations[0]
		saved.Time = at
		joined.Observations = append(joined.Observations, &saved)
	}
	for _, e := range folders {
		slices.SortStableFunc(e.Observations, func(a, b *inventory.Observation) int { return a.Time.Compare(b.Time) })
	}
	return out
}

// savedAt is the time that names a saved key set.
func savedAt(e *inventory.Endpoint) (time.Time, bool) {
	if e.URL != "" || e.File == "" || len(e.Observations) != 1 || e.Observations[0].Keys == nil {
		return time.Time{}, false
	}
	base := path.Base(e.File)
	name := strings.TrimSuffix(strings.TrimSuffix(base, path.Ext(base)), "Z")
	for _, layout := range []string{
		"2006-01-02T150405", "2006-01-02T15:04:05", "2006-01-02T15-04-05", "20060102T150405", "20060102-150405", time.DateOnly, "20060102",
	} {
		if at, err := time.Parse(layout, name); err == nil {
			return at, true
		}
	}
	if seconds, err := strconv.ParseInt(name, 10, 64); err == nil && len(name) == 10 {
		return time.Unix(seconds, 0).UTC(), true
	}
	return time.Time{}, false
}
