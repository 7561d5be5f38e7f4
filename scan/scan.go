package scan

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Run is how a plan is carried out.
type Run struct {
	Network     Getter // nil connects to nothing: what neither capture nor memory answers is a gap
	Memory      Memory // nil remembers nothing
	Concurrency int    // targets in flight; at least 1
	// AllAddresses looks at every address of a key set's server too.
	AllAddresses bool
	// Accepts asks for every key set with other Accept fields too.
	Accepts bool
	Now     func() time.Time
	// Judge is called for every endpoint, from several goroutines at once. Slot is
	// the place of its target in the plan and Part its place among the endpoints
	// of that target, so that results can be put in an order that does not depend
	// on timing. The endpoint must be neither kept nor changed: others share parts of it.
	Judge func(slot, part int, endpoint *inventory.Endpoint)
	// Progress is told how many targets are done, one call at a time; nil for nobody.
	Progress func(done, total int)
}

// observation is the state of one run.
type observation struct {
	Run
	source source
	plan   *Plan
	stated map[string]bool // URLs of key sets that the plan states

	mu       sync.Mutex
	deferred map[string][]lead // metadata that leads to a stated key set, by its URL
	problems [][]inventory.Problem
	optional int
	unrouted int
	done     int
}

// Observe looks at every target of the plan and hands each endpoint to Judge.
// It returns the gaps in target order. Canceling the context ends the run early:
// what was not looked at by then is a gap.
func (p *Plan) Observe(ctx context.Context, run Run) []inventory.Problem {
	o := &observation{
		Run: run, plan: p, stated: map[string]bool{}, deferred: map[string][]lead{},
		source: source{
			captures: p.captures, network: run.Network, memory: run.Memory, now: run.Now, asked: map[string]func() answer{},
		},
		problems: make([][]inventory.Problem, len(p.Targets)),
	}
	for _, target := range p.Targets {
		if isStated(target) {
			o.stated[target.URL] = true
		}
	}
	// Key sets that the plan states come second, so that metadata which leads to
	// one joins it: one endpoint, asked once, with all its consumers.
	o.each(ctx, func(t *inventory.Target) bool { return !isStated(t) }, o.lookAround)
	o.each(ctx, isStated, o.lookAtStated)
	p.Skipped.Optional, p.Skipped.Unrouted = o.optional, o.unrouted
	return slices.Concat(o.problems...)
}

func isStated(t *inventory.Target) bool { return t.Role == inventory.RoleKeySet && t.URL != "" }

// each runs look for the targets that match, at most Concurrency at a time.
func (o *observation) each(ctx context.Context, match func(*inventory.Target) bool, look func(context.Context, int)) {
	todo := newSchedule()
	for slot, target := range o.plan.Targets {
		if match(target) {
			todo.add(slot, target.URL)
		}
	}
	todo.run(max(o.Concurrency, 1), func(slot int) {
		defer o.finish()
		o.guard(func() { look(ctx, slot) }, slot)
	})
}

// guard makes a fault of this program while looking the gap of the targets it was
// for. The text of a fault may quote what was fetched, so only that of the runtime
// is shown.
func (o *observation) guard(look func(), slots ...int) {
	defer func() {
		fault := recover()
		if fault == nil {
			return
		}
		detail := fmt.Sprintf("%T", fault)
		if err, ok := fault.(runtime.Error); ok {
			detail = err.Error()
		}
		for _, slot := range slots {
			o.gapOf(slot, inventory.ProblemInternal, "fault of jwksaudit, please report it: "+detail)
		}
	}()
	look()
}

func (o *observation) finish() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.done++
	if o.Progress != nil {
		o.Progress(o.done, len(o.plan.Targets))
	}
}

// gapOf makes a target itself the gap.
func (o *observation) gapOf(slot int, kind inventory.ProblemKind, detail string) {
	target := o.plan.Targets[slot]
	o.gap(slot, &inventory.Problem{Target: cmp.Or(target.URL, target.File), Kind: kind, Detail: detail})
}

func (o *observation) gap(slot int, problem *inventory.Problem) {
	gap := *problem
	gap.Origins = o.plan.Targets[slot].Origins
	o.mu.Lock()
	defer o.mu.Unlock()
	o.problems[slot] = append(o.problems[slot], gap)
}

// interrupted makes targets gaps where the run was stopped before they were looked at.
func (o *observation) interrupted(ctx context.Context, slots ...int) bool {
	if ctx.Err() == nil {
		return false
	}
	for _, slot := range slots {
		o.gapOf(slot, inventory.ProblemInterrupted, "not looked at: the run was stopped before")
	}
	return true
}
