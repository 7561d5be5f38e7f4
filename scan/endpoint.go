package scan

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
	"github.com/jwksaudit/jwksaudit/scan/jwks"
)

// lookAround follows a target that is not a stated key set, and judges what it leads to.
func (o *observation) lookAround(ctx context.Context, slot int) {
	if o.interrupted(ctx, slot) {
		return
	}
	target := o.plan.Targets[slot]
	var saved *capture
	if one, ok := o.plan.saved[target]; ok {
		saved = &one
	}
	l := o.source.follow(ctx, target, saved)
	l.slot = slot
	if l.problem != nil && target.Optional &&
		(l.problem.Kind == inventory.ProblemNoMetadata || l.problem.Kind == inventory.ProblemOffline) {
		o.mu.Lock()
		o.optional++
		o.mu.Unlock()
		return
	}
	if o.stated[l.url] && l.metadata != nil {
		o.mu.Lock()
		o.deferred[l.url] = append(o.deferred[l.url], l)
		o.mu.Unlock()
		return
	}
	if l.url != "" && l.keys == nil {
		l.keys = o.source.ask(ctx, l.url)
	}
	o.judge(ctx, slot, 0, l, nil)
}

// lookAtStated judges a key set that the plan states, once for every issuer
// whose metadata leads to it, and once alone where none does.
func (o *observation) lookAtStated(ctx context.Context, slot int) {
	target := o.plan.Targets[slot]
	leads := o.deferred[target.URL] // nobody adds to it any more
	slices.SortFunc(leads, func(a, b lead) int { return cmp.Compare(a.slot, b.slot) })
	slots := []int{slot}
	for _, l := range leads {
		slots = append(slots, l.slot)
	}
	if o.interrupted(ctx, slots...) {
		return
	}
	var keys []answer
	o.guard(func() { keys = o.source.ask(ctx, target.URL) }, slots...)
	switch {
	case keys == nil: // a fault
		return
	case len(leads) == 0:
		l := lead{target: target, url: target.URL, keys: keys}
		if len(target.Issuers) == 1 {
			l.asked = target.Issuers[0]
		}
		o.judge(ctx, slot, 0, l, nil)
		return
	}
	joined := &inventory.Target{Origins: target.Origins, Consumers: slices.Clone(target.Consumers)}
	for _, l := range leads {
		joined.Consumers = append(joined.Consumers, l.target.Consumers...)
	}
	joined.Consumers = distinct(joined.Consumers)
	for part, l := range leads {
		l.keys = keys
		o.guard(func() { o.judge(ctx, slot, part, l, joined) }, l.slot)
	}
}

// judge makes the endpoint of a lead and hands it on; stated is who names the key
// set itself and everyone who trusts it, where metadata led to a stated one.
func (o *observation) judge(ctx context.Context, slot, part int, l lead, stated *inventory.Target) {
	e := &inventory.Endpoint{
		URL: l.url, Asked: l.asked, File: l.target.File,
		Origins: l.target.Origins, Consumers: l.target.Consumers,
	}
	if stated != nil {
		e.Origins = distinct(slices.Concat(stated.Origins, l.target.Origins))
		e.Consumers = stated.Consumers
	}
	e.Issuer = l.asked
	if e.Issuer == "" && l.metadata != nil && l.metadata.Value != nil {
		e.Issuer = cmp.Or(l.metadata.Value.Issuer, l.metadata.Value.Resource)
	}
	e.Declared = o.plan.declared.Find(e.Issuer, e.URL)
	e.Undeclared = e.Declared == nil && o.plan.declared.Lists()
	e.Observations = append(o.elsewhere(ctx, slot, part, l), o.regions(ctx, slot, part, e, l)...)
	for _, a := range l.keys {
		e.Observations = append(e.Observations, observed(a))
	}
	if len(l.keys) == 0 {
		e.Observations = []*inventory.Observation{{Time: o.timeOf(l.metadata)}}
	}
	o.source.datedMetadata(&l, e.Observations)
	last := e.Observations[len(e.Observations)-1]
	last.Metadata, last.OtherMetadata, last.SignedKeys = l.metadata, l.other, o.source.signedKeys(ctx, &l)
	last.Variations = o.variations(ctx, e)
	e.Timeline = o.source.timeline(ctx, e)
	if l.problem != nil {
		o.gap(slot, l.problem)
	}
	if last.Keys != nil && last.Keys.Problem != nil && part == 0 {
		o.gap(slot, last.Keys.Problem)
	}
	o.Judge(slot, part, e)
}

// timeOf dates an observation without keys: by its captured metadata, so that the
// same captures give the same report, else by the clock.
func (o *observation) timeOf(metadata *inventory.Document[inventory.Discovery]) time.Time {
	if metadata != nil && metadata.Response.Capture != "" {
		return metadata.Response.Time
	}
	return o.Now()
}

func observed(a answer) *inventory.Observation {
	return &inventory.Observation{Time: a.response.Time, Vantage: a.vantage, Keys: readKeys(a)}
}

func readKeys(a answer) *inventory.Document[inventory.KeySet] {
	document := &inventory.Document[inventory.KeySet]{Response: a.response, Problem: a.problem, Value: a.known}
	if a.problem != nil || a.known != nil {
		return document
	}
	document.Value, document.Problem = jwks.Decode(a.body)
	if document.Problem != nil {
		document.Problem.Target = a.name()
	}
	return document
}
