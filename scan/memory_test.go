package scan

import (
	"context"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
	"github.com/jwksaudit/jwksaudit/scan/jwks"
)

// past is a memory of looks at key sets, by URL.
type past map[string][]inventory.Poll

func (p past) Timeline(_ context.Context, url string) *inventory.Timeline {
	if len(p[url]) == 0 {
		return nil
	}
	return &inventory.Timeline{URL: url, Polls: p[url]}
}

func (p past) Latest(_ context.Context, url string) *inventory.Poll {
	for i := len(p[url]) - 1; i >= 0; i-- {
		if poll := &p[url][i]; poll.Vantage == "" && !poll.Failed {
			return poll
		}
	}
	return nil
}

func (p past) KeySetsOf(_ context.Context, issuer string) (urls []string) {
	for url, polls := range p {
		for _, poll := range polls {
			if poll.Metadata != nil && poll.Metadata.Issuer == issuer {
				return append(urls, url)
			}
		}
	}
	return nil
}

func decoded(t *testing.T, text string) *inventory.KeySet {
	t.Helper()
	set, problem := jwks.Decode([]byte(text))
	if problem != nil {
		t.Fatal(problem)
	}
	return set
}

// validating is a network whose one key set is known by its ETag.
type validating struct{ asks []inventory.Ask }

func (v *validating) Get(_ context.Context, ask inventory.Ask) (inventory.Response, []byte, *inventory.Problem) {
	v.asks = append(v.asks, ask)
	response := inventory.Response{URL: ask.URL, Status: 200, Time: now(), Header: inventory.Header{"Etag": {`"2"`}, "Cache-Control": {"max-age=60"}}}
	if ask.ETag == `"2"` {
		response.Status = 304
		return response, nil, nil
	}
	return response, []byte(keySetB), nil
}

func lookWith(t *testing.T, plan *Plan, network Getter, memory Memory) *inventory.Endpoint {
	t.Helper()
	var seen *inventory.Endpoint
	gaps := plan.Observe(t.Context(), Run{
		Network: network, Memory: memory, Concurrency: 1, Now: now,
		Judge: func(_, _ int, e *inventory.Endpoint) { seen = e },
	})
	for _, gap := range gaps {
		t.Logf("gap: %s: %s", gap.Target, gap.Detail)
	}
	if seen == nil {
		t.Fatal("no endpoint was judged")
	}
	return seen
}

// A copy that still holds is not sent again, and the look is the same as if it were.
func TestAnUnchangedKeySetIsNotFetchedAgain(t *testing.T) {
	set := decoded(t, keySetB)
	yesterday := now().Add(-24 * time.Hour)
	memory := past{jwksURL: {{
		Time: yesterday, Status: 200, Size: 230, Keys: set,
		Caching: inventory.Header{"Etag": {`"2"`}, "Content-Type": {"application/json"}, "Age": {"7"}, "Cache-Control": {"max-age=30"}},
	}}}
	network := &validating{}
	e := lookWith(t, planOf(t, nil, Request{Args: []string{jwksURL}}), network, memory)
	if len(network.asks) != 1 || network.asks[0].ETag != `"2"` {
		t.Errorf("asked %+v, want once, with the validator", network.asks)
	}
	o := e.Observations[0]
	response := o.Keys.Response
	if o.Keys.Value != set || response.Status != 200 || response.Size != 230 || !o.Time.Equal(now()) {
		t.Errorf("keys %p of %d octets, status %d at %s, want those of the copy, as of now", o.Keys.Value, response.Size, response.Status, o.Time)
	}
	if got := response.Header; got.Get("Content-Type") != "application/json" || got.Get("Cache-Control") != "max-age=60" || got.Has("Age") {
		t.Errorf("header %v, want what the 304 says over what the copy had, without its Age", got)
	}
	if polls := e.Timeline.Polls; len(polls) != 2 || polls[1].Keys != set {
		t.Errorf("%d polls, want yesterday's and today's, of one key set", len(polls))
	}
}

// Offline a history answers as the endpoint last did, and for issuers too.
func TestAHistoryIsReplayed(t *testing.T) {
	meta := &inventory.Discovery{Issuer: idp, JWKSURI: jwksURL}
	at := func(hours int) time.Time { return now().Add(time.Duration(hours) * time.Hour) }
	memory := past{jwksURL: {
		{Time: at(-48), Status: 200, Keys: decoded(t, keySetA), Metadata: meta},
		{Time: at(-24), Status: 200, Keys: decoded(t, keySetB), Metadata: meta},
		{Time: at(-24), Vantage: "192.0.2.1", Status: 200, Keys: decoded(t, keySetA)},
	}}
	for _, target := range []string{jwksURL, idp, idp + "/"} {
		e := lookWith(t, planOf(t, nil, Request{Args: []string{target}}), nil, memory)
		last := e.Observations[len(e.Observations)-1]
		if e.URL != jwksURL || last.Keys == nil || last.Keys.Value == nil || last.Keys.Value.Keys[0].Kid != "b" || !last.Time.Equal(at(-24)) {
			t.Errorf("%s: %s gives %+v, want the key set of yesterday", target, e.Name(), last.Keys)
		}
		if len(e.Observations) != 2 || e.Observations[0].Vantage != "192.0.2.1" {
			t.Errorf("%s: %d observations, want the particular vantage's too", target, len(e.Observations))
		}
		if len(e.Timeline.Polls) != 3 {
			t.Errorf("%s: %d polls, want the three that are remembered", target, len(e.Timeline.Polls))
		}
	}
}

// A failed look is replayed as one: never as the key set before it.
func TestAFailedLookIsReplayedAsOne(t *testing.T) {
	memory := past{jwksURL: {
		{Time: now().Add(-48 * time.Hour), Status: 200, Keys: decoded(t, keySetA)},
		{Time: now().Add(-24 * time.Hour), Failed: true, Status: 503, Problem: inventory.ProblemStatus},
	}}
	e := lookWith(t, planOf(t, nil, Request{Args: []string{jwksURL}}), nil, memory)
	last := e.Observations[0].Keys
	if last.Value != nil || last.Problem == nil || last.Problem.Status != 503 {
		t.Errorf("keys %v, problem %v, want status 503", last.Value, last.Problem)
	}
}
