package history

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// TestHeadersComeBackAsTheyWere splits headers of every shape; what differs from
// poll to poll must not make another state of it.
func TestHeadersComeBackAsTheyWere(t *testing.T) {
	at := day(0)
	date := func(d time.Duration) string { return at.Add(d).Format(fixdate) }
	for name, test := range map[string]struct {
		header  inventory.Header
		varying []string
	}{
		"unknown":              {nil, nil},
		"empty":                {inventory.Header{}, nil},
		"of a cache":           {inventory.Header{"Age": {"0"}, "Date": {date(0)}, "Expires": {date(time.Hour)}}, []string{"Age", "Date", "Expires"}},
		"age over ten years":   {inventory.Header{"Age": {"999999999"}}, nil},
		"age with zeros":       {inventory.Header{"Age": {"007"}}, nil},
		"age below zero":       {inventory.Header{"Age": {"-5"}}, []string{"Age"}},
		"age as text":          {inventory.Header{"Age": {"old"}}, nil},
		"several ages":         {inventory.Header{"Age": {"1", "2"}}, nil},
		"no value":             {inventory.Header{"Age": {""}}, nil},
		"expired for long":     {inventory.Header{"Expires": {"Thu, 01 Jan 1970 00:00:00 GMT"}}, nil},
		"expires at zero":      {inventory.Header{"Expires": {"0"}}, nil},
		"modified just now":    {inventory.Header{"Last-Modified": {date(-time.Minute)}}, []string{"Last-Modified"}},
		"modified last week":   {inventory.Header{"Last-Modified": {date(-7 * 24 * time.Hour)}}, nil},
		"date in another zone": {inventory.Header{"Date": {"Sun, 01 Mar 2026 12:00:00 CET"}}, nil},
		"wrong day of week":    {inventory.Header{"Date": {"Mon, 01 Mar 2026 12:00:00 GMT"}}, nil},
		"clock a month ahead":  {inventory.Header{"Date": {date(30 * 24 * time.Hour)}}, []string{"Date"}},
		"other fields":         {inventory.Header{"Cache-Control": {"a", "b"}, "Etag": {`W/"x"`}, "Vary": {""}}, nil},
	} {
		poll := inventory.Poll{Time: at.Add(123456789 * time.Nanosecond), Status: 200, Caching: test.header}
		h, s := split(&poll)
		if back := h.joined(s); !reflect.DeepEqual(back, poll) {
			t.Errorf("%s: %+v comes back as %+v", name, poll, back)
		}
		if !slices.Equal(h.Varying, test.varying) {
			t.Errorf("%s: %q vary, want %q", name, h.Varying, test.varying)
		}
	}
}

func TestAnUnchangedEndpointHasOneState(t *testing.T) {
	set := keySet(t, "a")
	one, _ := split(new(fetched(day(0), set)))
	other, _ := split(new(fetched(day(17), set)))
	if !reflect.DeepEqual(one, other) {
		t.Errorf("%+v and %+v are two states", one, other)
	}
}

func TestSamplesAreSmall(t *testing.T) {
	varies := [fields]bool{true, true, true, false}
	var samples []sample
	for n := range maxSamples {
		samples = append(samples, sample{day(n).Add(time.Duration(n%9) * time.Second).UnixNano(), [fields]int64{int64(n * 37 % 300), -1, 299, 0}})
	}
	text := appendSamples(nil, samples, varies)
	if got := len(text) / maxSamples; got > 8 {
		t.Errorf("%d octets a poll, want at most 8", got)
	}
	back, err := decodeSamples(text, samples[0].at, varies)
	if err != nil || !slices.Equal(back, samples) {
		t.Errorf("samples come back as %v, %v", back, err)
	}
}

// FuzzDecodeSamples wants damaged segments to be errors or to be read as some
// samples, in time that goes with their size.
func FuzzDecodeSamples(f *testing.F) {
	f.Add(appendSamples(nil, []sample{{at: 5}, {at: 5e9 + 3}}, [fields]bool{true}), int64(5), true)
	f.Add([]byte{0xff}, int64(0), false)
	f.Add([]byte{3, 0xff}, int64(0), false)
	f.Fuzz(func(t *testing.T, text []byte, first int64, varies bool) {
		samples, err := decodeSamples(text, first, [fields]bool{varies})
		if err == nil && len(samples) > len(text) {
			t.Errorf("%d samples in %d octets", len(samples), len(text))
		}
	})
}
