package scan

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Memory is what earlier runs saw, up to the time that this one judges as of. Its
// methods are called from several goroutines at once; what it cannot tell is nothing.
type Memory interface {
	// Timeline gives what was seen of a key set; nil where nothing was.
	Timeline(ctx context.Context, url string) *inventory.Timeline
	// Latest gives the newest look that got a key set as any client gets it.
	Latest(ctx context.Context, url string) *inventory.Poll
	// KeySetsOf lists the URLs of key sets to which an issuer's metadata led.
	KeySetsOf(ctx context.Context, issuer string) []string
}

// refresh asks the network for a document, and for no body where the copy of it
// that is remembered still holds.
func (s *source) refresh(ctx context.Context, address string) answer {
	ask := inventory.Ask{URL: address}
	var held *inventory.Poll
	if s.memory != nil && s.network != nil {
		if held = s.memory.Latest(ctx, address); held != nil && held.Keys != nil {
			ask.ETag, ask.LastModified = held.Caching.Get("Etag"), held.Caching.Get("Last-Modified")
		}
	}
	a := s.fetch(ctx, ask)
	if a.problem == nil && ask.Conditional() && a.response.Status == statusNotModified {
		return unchanged(a, held)
	}
	return a
}

const statusNotModified = 304

// unchanged makes the answer that the copy still holds the answer that brings it:
// what a 304 leaves out is as it was (RFC 9111 section 4.3.4).
func unchanged(a answer, held *inventory.Poll) answer {
	header := inventory.Header{}
	maps.Copy(header, held.Caching)
	delete(header, "Age")
	maps.Copy(header, a.response.Header)
	a.response.Header, a.response.Status, a.response.Size = header, held.Status, held.Size
	a.known = held.Keys
	return a
}

// replay answers from memory as any client was answered then; false where nothing
// was seen of the URL.
func (s *source) replay(ctx context.Context, address string) (answer, bool) {
	if s.memory == nil || s.network != nil {
		return answer{}, false
	}
	timeline := s.memory.Timeline(ctx, address)
	if timeline == nil {
		return answer{}, false
	}
	i := lastUsual(timeline.Polls)
	if i < 0 {
		return answer{}, false
	}
	return remembered(address, &timeline.Polls[i]), true
}

// lastUsual is the place of the newest poll that is of no particular vantage; -1 for none.
func lastUsual(polls []inventory.Poll) int {
	for i, p := range slices.Backward(polls) {
		if p.Vantage == "" {
			return i
		}
	}
	return -1
}

// remembered makes the answer of a poll.
func remembered(address string, p *inventory.Poll) answer {
	a := answer{vantage: p.Vantage, known: p.Keys, response: inventory.Response{
		URL: address, Status: p.Status, Header: p.Caching, Size: p.Size, Time: p.Time, Capture: captureHistory,
	}}
	if p.Failed {
		a.known = nil
		a.problem = &inventory.Problem{
			Target: address, Kind: p.Problem, Status: p.Status, Detail: "the look at " + p.Time.UTC().Format(time.RFC3339) + " gave no key set, as the history has it",
		}
	}
	return a
}

// captureHistory is what answers from memory name as the file that they are from.
const captureHistory = "history"

// replayIssuer finds where an issuer's metadata led when it was last seen; false
// where the memory has none.
func (s *source) replayIssuer(ctx context.Context, l *lead) bool {
	if s.memory == nil || s.network != nil {
		return false
	}
	var newest *inventory.Poll
	for _, spelling := range spellings(l.asked) {
		for _, address := range s.memory.KeySetsOf(ctx, spelling) {
			if p := s.lastOfIssuer(ctx, address, spelling); p != nil && (newest == nil || p.Time.After(newest.Time)) {
				newest, l.url = p, address
			}
		}
	}
	if newest == nil {
		return false
	}
	l.metadata = rememberedMetadata(metadataLocations(l.target.URL)[0], newest)
	return true
}

// lastOfIssuer is the newest look at a key set to which an issuer's metadata led;
// nil for none.
func (s *source) lastOfIssuer(ctx context.Context, address, issuer string) *inventory.Poll {
	timeline := s.memory.Timeline(ctx, address)
	if timeline == nil {
		return nil
	}
	for i, p := range slices.Backward(timeline.Polls) {
		if p.Metadata != nil && p.Metadata.Issuer == issuer {
			return &timeline.Polls[i]
		}
	}
	return nil
}

// remembersIssuer reports whether a replay knows a URL as an issuer.
func (s *source) remembersIssuer(ctx context.Context, address string) bool {
	if s.memory == nil || s.network != nil {
		return false
	}
	return slices.ContainsFunc(spellings(address), func(issuer string) bool { return len(s.memory.KeySetsOf(ctx, issuer)) > 0 })
}

// remembersKeySet reports whether a URL served a key set before: it is no issuer for
// failing to now.
func (s *source) remembersKeySet(ctx context.Context, address string) bool {
	return s.memory != nil && address != "" && s.memory.Latest(ctx, address) != nil
}

// spellings are the two ways in which issuers end: with a slash and without.
func spellings(issuer string) []string {
	bare := strings.TrimSuffix(issuer, "/")
	return []string{bare, bare + "/"}
}

func rememberedMetadata(address string, p *inventory.Poll) *inventory.Document[inventory.Discovery] {
	return &inventory.Document[inventory.Discovery]{
		Response: inventory.Response{URL: address, Time: p.Time, Capture: captureHistory}, Value: p.Metadata,
	}
}

// replayElsewhere gives the looks of the newest run from particular vantages: those
// that came with or after its usual look.
func (s *source) replayElsewhere(ctx context.Context, address string) []*inventory.Observation {
	if s.memory == nil || s.network != nil {
		return nil
	}
	timeline := s.memory.Timeline(ctx, address)
	if timeline == nil {
		return nil
	}
	i := lastUsual(timeline.Polls)
	var out []*inventory.Observation
	for _, p := range timeline.Polls {
		if p.Vantage != "" && i >= 0 && !p.Time.Before(timeline.Polls[i].Time) {
			o := observed(remembered(address, &p))
			if p.Metadata != nil {
				o.Metadata = rememberedMetadata(cmp.Or(p.Metadata.Issuer, address), &p)
			}
			out = append(out, o)
		}
	}
	return out
}

// timeline gives an endpoint its history, with the looks of this run.
func (s *source) timeline(ctx context.Context, e *inventory.Endpoint) *inventory.Timeline {
	if s.memory == nil || e.URL == "" {
		return nil
	}
	known := s.memory.Timeline(ctx, e.URL)
	out := &inventory.Timeline{URL: e.URL}
	if known != nil {
		out.Exposed, out.Polls = known.Exposed, slices.Clone(known.Polls)
	}
	for _, o := range e.Observations {
		p := inventory.PollOf(o)
		if o.Keys == nil || !p.Problem.Asked() {
			continue
		}
		seen := slices.ContainsFunc(out.Polls, func(other inventory.Poll) bool {
			return other.Time.Equal(p.Time) && other.Vantage == p.Vantage
		})
		if !seen {
			out.Polls = append(out.Polls, p)
		}
	}
	slices.SortStableFunc(out.Polls, func(a, b inventory.Poll) int {
		return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.Vantage, b.Vantage))
	})
	return out
}
