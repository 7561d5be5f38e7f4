package scan

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Getter asks for one document over the network. Exactly one of body and
// problem is meaningful; the response is filled as far as there was one.
type Getter interface {
	Get(ctx context.Context, ask inventory.Ask) (inventory.Response, []byte, *inventory.Problem)
}

// answer is one response to a URL, from a capture or the network.
type answer struct {
	response inventory.Response
	body     []byte
	problem  *inventory.Problem
	vantage  string            // of an answer that not any client gets
	known    *inventory.KeySet // in place of a body: what is remembered of it
}

// maxRemembered bounds the answers of the network that are remembered, in octets.
// So many issuers with one key set ask for it once, and a large fleet needs no
// more memory than a small one.
const maxRemembered = 8 << 20

// perAnswer is what an answer takes besides its body: header, URL, TLS facts.
const perAnswer = 4 << 10

// source answers URLs: captures first, then the network, if there is one.
type source struct {
	captures captures
	network  Getter // nil for --offline
	memory   Memory // nil without a history
	now      func() time.Time

	mu         sync.Mutex
	asked      map[string]func() answer // by what is asked; waits for an answer that is under way
	remembered int                      // octets
}

// ask returns every answer known for a URL, oldest first; never none.
func (s *source) ask(ctx context.Context, address string) []answer {
	var out []answer
	for _, one := range s.captures.answers(address) {
		out = append(out, s.recordedAnswer(one))
	}
	if len(out) > 0 {
		return out
	}
	if a, ok := s.replay(ctx, address); ok {
		return []answer{a}
	}
	out = append(out, s.refresh(ctx, address))
	return out
}

// fetch asks the network, once for the same ask as long as the answer is remembered.
func (s *source) fetch(ctx context.Context, ask inventory.Ask) answer {
	address := ask.URL
	if s.network == nil {
		return s.notAsked(address, inventory.ProblemOffline, "not asked: the run is offline and no capture answers it")
	}
	if ctx.Err() != nil {
		return s.notAsked(address, inventory.ProblemInterrupted, "not asked: the run was stopped before")
	}
	id := identity(ask)
	s.mu.Lock()
	get := s.asked[id]
	if get == nil {
		get = sync.OnceValue(func() answer {
			response, body, problem := s.network.Get(ctx, ask)
			s.remember(id, len(body))
			return answer{response: response, body: body, problem: problem}
		})
		s.asked[id] = get
	}
	s.mu.Unlock()
	return get()
}

// identity tells asks apart.
func identity(ask inventory.Ask) string {
	id := ask.URL
	if ask.Conditional() {
		id += "\x00if " + ask.ETag + "\x00" + ask.LastModified
	}
	if ask.Address != "" {
		id += "\x00at " + ask.Address
	}
	if ask.Accept != nil {
		id += "\x00accept " + *ask.Accept
	}
	if ask.Origin != "" {
		id += "\x00origin " + ask.Origin
	}
	return id
}

// remember makes room for an answer: where there is none, all others are forgotten.
func (s *source) remember(id string, size int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.remembered += size + perAnswer
	if s.remembered > maxRemembered {
		get := s.asked[id]
		clear(s.asked)
		s.asked[id], s.remembered = get, size+perAnswer
	}
}

func (s *source) notAsked(address string, kind inventory.ProblemKind, detail string) answer {
	return answer{
		response: inventory.Response{URL: address, Time: s.now()},
		problem:  &inventory.Problem{Target: address, Kind: kind, Detail: detail},
	}
}

// recordedAnswer reads a capture as the network's answers are read.
func (s *source) recordedAnswer(one capture) answer {
	a := answer{response: one.response, body: one.body}
	status := one.response.Status
	if status == 0 || status == 200 {
		return a
	}
	detail := fmt.Sprintf("answered %d, want 200", status)
	if next := one.redirect(); next != "" && s.captures[next] == nil {
		detail = fmt.Sprintf("answered %d, and no capture answers %s, to which it redirects: record it too, with `curl -siL`", status, next)
	}
	a.body, a.problem = nil, &inventory.Problem{
		Target: one.name(), Kind: inventory.ProblemStatus, Status: status, Detail: detail,
	}
	return a
}
