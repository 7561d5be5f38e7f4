package scan

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// site is a network: bodies by URL, anything else is answered 404. A body that
// begins with '!' is a fault: the kind of problem that the getter gives.
type site struct {
	pages map[string]string
	wait  func(address string) // before an answer; nil for at once

	mu    sync.Mutex
	asked []string
}

func (s *site) Get(_ context.Context, ask inventory.Ask) (inventory.Response, []byte, *inventory.Problem) {
	address := ask.URL
	s.mu.Lock()
	s.asked = append(s.asked, address)
	s.mu.Unlock()
	if s.wait != nil {
		s.wait(address)
	}
	response := inventory.Response{URL: address, Status: 200, Header: inventory.Header{"Content-Type": {"application/json"}}, Time: now()}
	body, found := s.pages[address]
	kind, fault := strings.CutPrefix(body, "!")
	switch {
	case kind == "panic" && fault:
		panic("a fault with private text")
	case fault:
		response.Status = 0
		return response, nil, &inventory.Problem{Target: address, Kind: inventory.ProblemKind(kind), Detail: "no answer"}
	case !found:
		response.Status = 404
		return response, nil, &inventory.Problem{Target: address, Kind: inventory.ProblemStatus, Status: 404, Detail: "answered 404, want 200"}
	}
	return response, []byte(body), nil
}

// seen is what one run gave, in an order that does not depend on timing.
type seen struct {
	endpoints []string
	gaps      []inventory.Problem
	progress  []int
}

// observe carries a plan out.
func observe(ctx context.Context, plan *Plan, network Getter) seen {
	type judged struct {
		slot, part int
		text       string
	}
	var out seen
	var mu sync.Mutex
	var all []judged
	out.gaps = plan.Observe(ctx, Run{
		Network: network, Concurrency: 8, Now: now,
		Judge: func(slot, part int, e *inventory.Endpoint) {
			text := describeEndpoint(e)
			mu.Lock()
			defer mu.Unlock()
			all = append(all, judged{slot, part, text})
		},
		Progress: func(done, total int) {
			out.progress = append(out.progress, done)
			if total != len(plan.Targets) {
				panic("wrong total")
			}
		},
	})
	slices.SortFunc(all, func(a, b judged) int {
		return cmp.Or(cmp.Compare(a.slot, b.slot), cmp.Compare(a.part, b.part))
	})
	for _, one := range all {
		out.endpoints = append(out.endpoints, one.text)
	}
	return out
}

// describeEndpoint puts all of an endpoint into one line: its name, who was asked
// for it, who named it, who trusts it, and what each observation showed.
func describeEndpoint(e *inventory.Endpoint) string {
	text := e.Name()
	if e.Asked != "" {
		text += " asked as " + e.Asked
	}
	for _, origin := range e.Origins {
		text += " <" + origin.String()
	}
	for _, c := range e.Consumers {
		text += " @" + c.Name
	}
	for _, o := range e.Observations {
		text += ";"
		if o.Metadata != nil {
			text += " metadata " + documentState(o.Metadata)
		}
		if o.OtherMetadata != nil {
			text += " and at " + o.OtherMetadata.Response.URL
		}
		if o.SignedKeys != nil {
			text += " signed at " + o.SignedKeys.Response.URL
		}
		if o.Keys == nil {
			continue
		}
		text += " keys"
		if o.Keys.Value == nil {
			text += " " + documentState(o.Keys)
			continue
		}
		for _, k := range o.Keys.Value.Keys {
			text += " " + k.Kid
		}
		if minutes := o.Time.Sub(now()).Minutes(); minutes != 0 {
			text += fmt.Sprintf(" at %+g min", minutes)
		}
	}
	return text
}

func documentState[T any](d *inventory.Document[T]) string {
	if d.Problem != nil {
		return string(d.Problem.Kind)
	}
	return "ok"
}

// wantSeen compares endpoints and gaps; gaps are "TARGET: kind".
func wantSeen(t *testing.T, got seen, endpoints, gaps []string) {
	t.Helper()
	wantLines(t, "endpoints", got.endpoints, endpoints)
	var short []string
	for _, p := range got.gaps {
		short = append(short, p.Target+": "+string(p.Kind))
		if len(p.Origins) == 0 {
			t.Errorf("gap %s names no origin", p.Target)
		}
	}
	wantLines(t, "gaps", short, gaps)
}
