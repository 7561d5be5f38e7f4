package cmd

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jwksaudit/jwksaudit/output"
	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// audit collects what stays of a run: findings, digests for the rules that
// compare endpoints and, where a format asks for them, endpoint records. The
// endpoints themselves are forgotten one by one.
type audit struct {
	evaluator *rules.Evaluator
	records   bool

	mu        sync.Mutex
	judged    []judged
	failed    int       // endpoints whose newest look gave no key set
	newest    time.Time // of all captures
	freshness map[*inventory.Consumer]freshness
	gaps      []inventory.Problem
	reached   map[string]bool // URLs of key sets and issuers that were looked at
	unreached map[string]bool // those that could not be, or not from everywhere
	vantages  bool            // something was looked at from particular vantages
}

// freshness is what HTTP caches may do with one of the key sets that a consumer
// trusts, with that key set's place in the plan.
type freshness struct {
	window.Freshness
	slot, part int
}

// judged is one endpoint after the rules, with its place in the plan.
type judged struct {
	slot, part int
	digest     rules.Digest
	findings   []rules.Finding
	record     *output.Endpoint
}

func newAudit(s *settings, plan *scan.Plan) *audit {
	a := &audit{
		evaluator: rules.NewEvaluator(s.rules, s.fleet.Policy.Policy, s.now).WithBlocklist(s.blocklist.rules()),
		judged:    make([]judged, 0, len(plan.Targets)),
		freshness: map[*inventory.Consumer]freshness{},
		reached:   map[string]bool{}, unreached: map[string]bool{},
	}
	for _, d := range s.outputs {
		a.records = a.records || d.format.NeedsEndpoints
	}
	return a
}

// judge runs the rules over one endpoint; it is called from several goroutines.
func (a *audit) judge(slot, part int, endpoint *inventory.Endpoint) {
	j := judged{slot: slot, part: part, digest: a.evaluator.Digest(endpoint), findings: a.evaluator.Endpoint(endpoint)}
	if a.records {
		record := output.RecordEndpoint(endpoint)
		j.record = &record
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.judged = append(a.judged, j)
	if output.Failed(endpoint) {
		a.failed++
	}
	a.noteReach(endpoint)
	a.noteFreshness(slot, part, endpoint)
	for _, o := range endpoint.Observations {
		if recorded := o.Keys != nil && o.Keys.Response.Capture != ""; recorded && o.Time.After(a.newest) {
			a.newest = o.Time
		}
	}
}

// noteReach keeps what was looked at, and what of it did not answer.
func (a *audit) noteReach(endpoint *inventory.Endpoint) {
	issuer := strings.TrimSuffix(endpoint.Issuer, "/")
	a.reached[endpoint.URL], a.reached[issuer] = true, true
	lost := output.Failed(endpoint)
	for _, o := range endpoint.Observations {
		if o.Vantage != "" {
			a.vantages = true
			lost = lost || o.Keys == nil || o.Keys.Problem != nil
		}
	}
	if lost {
		a.unreached[cmp.Or(endpoint.URL, issuer)] = true
	}
}

// noteFreshness keeps, for every consumer, the headers under which a copy of its
// key sets may grow oldest: its windows are computed from them.
func (a *audit) noteFreshness(slot, part int, endpoint *inventory.Endpoint) {
	pass := rules.EndpointPass{Endpoint: endpoint}
	seen, known := pass.Freshness()
	if !known {
		return
	}
	one := freshness{seen, slot, part}
	for _, c := range endpoint.Consumers {
		if have, ok := a.freshness[c]; !ok || one.leads(have) {
			a.freshness[c] = one
		}
	}
}

// leads reports whether f is kept rather than another. Of two that are equal the
// first in the plan is, whichever came first.
func (f freshness) leads(other freshness) bool {
	for _, age := range []func(window.Freshness) window.Term{window.Freshness.E, window.Freshness.EOutage} {
		mine, others := age(f.Freshness).High, age(other.Freshness).High
		if mine != others {
			return mine.Longer(others)
		}
	}
	return cmp.Or(cmp.Compare(f.slot, other.slot), cmp.Compare(f.part, other.part)) < 0
}

// report puts everything in the order of the plan, whatever order it came in.
func (a *audit) report(ctx context.Context, s *settings, plan *scan.Plan) *output.Report {
	slices.SortFunc(a.judged, func(x, y judged) int {
		return cmp.Or(cmp.Compare(x.slot, y.slot), cmp.Compare(x.part, y.part))
	})
	var findings []rules.Finding
	var digests []rules.Digest
	report := &output.Report{Version: version(), Profile: s.profile, Rules: s.rules, EndpointCount: len(a.judged), FailedCount: a.failed}
	for _, j := range a.judged {
		findings = append(findings, j.findings...)
		digests = append(digests, j.digest)
		if j.record != nil {
			report.Endpoints = append(report.Endpoints, *j.record)
		}
	}
	for _, c := range plan.Consumers {
		findings = append(findings, a.evaluator.Consumer(c)...)
	}
	report.Gaps = a.gaps
	report.ScannedAt = a.scannedAt(s)
	findings = append(findings, a.evaluator.Fleet(rules.FleetFacts{
		Digests: digests, Consumers: plan.Consumers, Declared: s.fleet.Issuers, Now: report.ScannedAt,
	})...)
	before, since := s.before(ctx)
	findings = append(findings, a.carried(findings, before, a.comparable(s))...)
	report.Findings, report.Ignored = a.evaluator.Ignore(rules.Merge(findings), s.fleet.Policy.Ignores, len(a.gaps) == 0, report.ScannedAt)
	if s.flags.diff {
		a.compare(ctx, s, report, before, since)
	}
	report.Consumers, report.Freshness = plan.Consumers, make(map[*inventory.Consumer]window.Freshness, len(a.freshness))
	for c, f := range a.freshness {
		report.Freshness[c] = f.Freshness
	}
	report.Skipped = skipped(plan.Skipped)
	report.ExitCode = s.exitCode(ctx, report.Findings, report.Gaps)
	return report
}

// scannedAt is --now; offline the time of the newest capture, so that the same
// captures give the same report; else the clock.
func (a *audit) scannedAt(s *settings) time.Time {
	if s.now.IsZero() && s.flags.offline && !a.newest.IsZero() {
		return a.newest
	}
	return s.clock()
}

func skipped(s scan.Skipped) []output.Count {
	var out []output.Count
	for _, c := range []output.Count{
		{What: "unrecognised files", N: s.Unrecognised},
		{What: "files over 2 MiB", N: s.Large},
		{What: "symlinks", N: s.Symlinks},
		{What: "folders (.git, node_modules, vendor)", N: s.Folders},
		{What: "addresses of servers that this machine has no route to", N: s.Unrouted},
		{What: "issuers without metadata, whose consumers do not ask for it", N: s.Optional},
	} {
		if c.N > 0 {
			out = append(out, c)
		}
	}
	return out
}
