package rules_test

import (
	"encoding/json"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// consumerShows is a case's `consumers.json`: what all its consumers can use of a
// key set. What it does not say is unknown, so that no case hangs on the catalogue.
type consumerShows struct {
	Algorithms, KeyTypes, Curves, Needs *[]string
	Spoilers                            *[]inventory.Spoiler

	StrictIntegers, StrictBase64, FollowsRedirects *bool
	Accept                                         *string
	MaxBody, MaxKeys, LeastRSABits                 *int
	Seconds                                        *float64 // Timeout
}

// showConsumers makes the consumers what the case says of them.
func showConsumers(t *testing.T, archive *txtar.Archive, folder string, consumers []*inventory.Consumer) {
	t.Helper()
	for _, f := range archive.Files {
		if f.Name != folder+"/consumers.json" {
			continue
		}
		var shown consumerShows
		if err := json.Unmarshal(f.Data, &shown); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		for _, c := range consumers {
			c.Capabilities = shown.capabilities()
		}
	}
}

func (s consumerShows) capabilities() inventory.Capabilities {
	timeout := inventory.Value[time.Duration]{}
	if s.Seconds != nil {
		timeout = inventory.Value[time.Duration]{V: time.Duration(*s.Seconds * float64(time.Second)), From: inventory.Explicit}
	}
	return inventory.Capabilities{
		Algorithms: shownValue(s.Algorithms), KeyTypes: shownValue(s.KeyTypes), Curves: shownValue(s.Curves),
		Spoilers: shownValue(s.Spoilers), Needs: shownValue(s.Needs),
		StrictIntegers: shownValue(s.StrictIntegers), StrictBase64: shownValue(s.StrictBase64),
		FollowsRedirects: shownValue(s.FollowsRedirects), Accept: shownValue(s.Accept),
		MaxBody: shownValue(s.MaxBody), MaxKeys: shownValue(s.MaxKeys), LeastRSABits: shownValue(s.LeastRSABits),
		Timeout: timeout,
	}
}

// shownValue is a vendor default; unknown where the case says nothing.
func shownValue[T any](v *T) inventory.Value[T] {
	if v == nil {
		return inventory.Value[T]{}
	}
	return inventory.Value[T]{V: *v, From: inventory.VendorDefault, Cite: "the case"}
}
