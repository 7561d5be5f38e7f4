package rules

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jwksaudit/jwksaudit/rules/timeline"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Evaluator runs a selection of rules under one policy.
type Evaluator struct {
	rules     []*Rule
	policy    inventory.Policy
	now       time.Time
	blocklist *Blocklist
}

// NewEvaluator makes an evaluator of the rules that are not Off. It judges as of
// now; where that is zero, each endpoint as of its newest observation.
func NewEvaluator(list []*Rule, policy inventory.Policy, now time.Time) *Evaluator {
	running := slices.DeleteFunc(slices.Clone(list), func(r *Rule) bool { return r.Off })
	return &Evaluator{rules: running, policy: policy, now: now}
}

// WithBlocklist makes the evaluator look every key up in a list of known ones.
func (e *Evaluator) WithBlocklist(list *Blocklist) *Evaluator {
	e.blocklist = list
	return e
}

// Digest reduces an endpoint to what the rules that compare endpoints need of it.
func (e *Evaluator) Digest(endpoint *inventory.Endpoint) Digest {
	digest := DigestOf(endpoint)
	if slices.ContainsFunc(e.rules, func(r *Rule) bool { return r.Moduli }) {
		digest.keepModuli(endpoint)
	}
	return digest
}

// Endpoint judges one endpoint with all consumers that trust it.
func (e *Evaluator) Endpoint(endpoint *inventory.Endpoint) []Finding {
	now := e.now
	if n := len(endpoint.Observations); n > 0 && now.IsZero() {
		now = endpoint.Observations[n-1].Time
	}
	policy := e.policy.For(endpoint.Declared)
	history := sync.OnceValue(func() *timeline.History { return HistoryOf(endpoint, e.policy) })
	var out []Finding
	for _, rule := range e.rules {
		if rule.Endpoint == nil {
			continue
		}
		pass := &EndpointPass{Endpoint: endpoint, Policy: policy, Now: now, Blocklist: e.blocklist, history: history, rule: rule}
		rule.Endpoint(pass)
		out = append(out, seal(pass.findings)...)
	}
	return out
}

// Consumer judges one consumer configuration alone.
func (e *Evaluator) Consumer(consumer *inventory.Consumer) []Finding {
	var out []Finding
	for _, rule := range e.rules {
		if rule.Consumer == nil {
			continue
		}
		pass := &ConsumerPass{Consumer: consumer, Policy: e.policy, rule: rule}
		rule.Consumer(pass)
		out = append(out, seal(pass.findings)...)
	}
	return out
}

// Fleet judges the run as a whole: endpoints against one another, and against what
// is declared.
func (e *Evaluator) Fleet(facts FleetFacts) []Finding {
	moduli := sync.OnceValue(func() *fleetModuli { return newFleetModuli(facts.Digests) })
	var out []Finding
	for _, rule := range e.rules {
		if rule.Fleet == nil {
			continue
		}
		pass := &FleetPass{FleetFacts: facts, Policy: e.policy, moduli: moduli, rule: rule}
		rule.Fleet(pass)
		out = append(out, seal(pass.findings)...)
	}
	return out
}

// Lookup finds a rule by its ID. The error suggests the nearest one.
func Lookup(id string) (*Rule, error) {
	all := All()
	for _, rule := range all {
		if rule.ID == id {
			return rule, nil
		}
	}
	hint := ""
	if near := nearest(id, all); near != "" {
		hint = fmt.Sprintf(": did you mean %q", near)
	}
	return nil, fmt.Errorf("unknown rule %q%s; `jwksaudit rules` lists them", id, hint)
}

// nearest returns the ID that shares the most words with the text and, of several,
// begins most like it; "" where none shares any.
func nearest(text string, all []*Rule) string {
	best, words, letters := "", 1, -1
	for _, rule := range all {
		shared := 0
		for word := range strings.SplitSeq(rule.ID, "-") {
			if len(word) > 2 && strings.Contains(text, word) {
				shared++
			}
		}
		alike := 0
		for alike < min(len(text), len(rule.ID)) && text[alike] == rule.ID[alike] {
			alike++
		}
		if shared > words || shared == words && alike > letters {
			best, words, letters = rule.ID, shared, alike
		}
	}
	return best
}
