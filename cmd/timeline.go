package cmd

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/jwksaudit/jwksaudit/output"
	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/scan"
	"github.com/jwksaudit/jwksaudit/scan/history"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

func newTimeline(system *System) *cobra.Command {
	var flags scanFlags // those of them that apply
	var place string
	command := &cobra.Command{
		Use:   "timeline TARGET [PATH...]",
		Short: "Draw the keys of one endpoint over time",
		Long: `timeline draws what was seen of the key set of TARGET, the URL of a key set or an
issuer: a row for each key, from first to last sight, with the pace of its
rotations, how long old and new keys overlapped, and how long the consumers that
trust it (--consumers, or the fleet file) needed them to.

What was seen comes from a history (--history), or from the PATHs: captures, HAR
archives or folders of them, taken of one URL at several times, or a folder of key
sets that are named by their time, as 2026-01-31T120000.json. TARGET may itself be
such a path. It connects to nothing.

Exit codes: 0 drawn; 2 wrong usage, or nothing was seen of TARGET; 3 the timeline
could not be written; 4 a file could not be read.`,
		Example: `  jwksaudit timeline https://idp.example.com --history jwks.db
  jwksaudit timeline https://idp.example.com/jwks --history jwks.db --consumers deploy/ -o svg=jwks.svg
  jwksaudit timeline captures/`,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			return runTimeline(c.Context(), system, &flags, place, args)
		},
	}
	f := command.Flags()
	f.SortFlags = false
	f.StringVar(&place, "history", "", "read what was seen from this `HISTORY`: a file, a postgres:// URL, or default for the one in your state folder")
	f.StringArrayVar(&flags.consumers, "consumers", nil, "read consumer configurations from `PATH`, a file or folder (repeatable)")
	addFleet(f, &flags.fleet)
	f.StringVar(&flags.now, "now", "", "draw what was seen until this `TIME`, such as 2026-01-31T12:00:00Z")
	f.StringArrayVarP(&flags.outputs, "output", "o", nil, "write the timeline as `FORMAT[=PATH]`: "+formatNames(output.TimelineFormats())+" (repeatable, one without a path at most; default table)")
	f.BoolVar(&flags.wide, "wide", false, "leave nothing out")
	f.BoolVar(&flags.allowGaps, "allow-gaps", false, "exit 0 in place of 4")
	_ = command.RegisterFlagCompletionFunc("output", // fails for a flag that is not there
		cobra.FixedCompletions(strings.Split(formatNames(output.TimelineFormats()), ", "), cobra.ShellCompDirectiveNoSpace))
	return command
}

// runTimeline is a scan of the past: plan, remember, analyse, draw.
func runTimeline(ctx context.Context, system *System, flags *scanFlags, place string, args []string) error {
	if len(args) == 0 {
		return usageError("no target: name the URL of a key set, an issuer, or a folder of captures")
	}
	s := &settings{system: system, flags: flags}
	if err := s.resolveTimeline(); err != nil {
		return err
	}
	plan, err := s.plan(args)
	if err != nil {
		return failure{exitUsage, err}
	}
	seen, err := s.recall(ctx, plan, place)
	if err != nil {
		return err
	}
	endpoint, err := seen.choose(args[0])
	if err != nil {
		return usageError("%w%s", err, passedOver(plan))
	}
	report := s.timelineReport(endpoint, plan)
	report.ExitCode = s.exitCode(ctx, nil, report.Gaps)
	if err := s.write(report); err != nil {
		return failure{exitInternal, err}
	}
	if report.ExitCode != exitClean {
		return exit{report.ExitCode}
	}
	return nil
}

// resolveTimeline is resolve for the flags that a timeline has.
func (s *settings) resolveTimeline() (err error) {
	if s.dir, err = s.system.Getwd(); err != nil {
		return failure{exitInternal, fmt.Errorf("the working folder cannot be found: %w", err)}
	}
	if s.outputs, err = parseOutputs(s.flags.outputs, output.LookupTimeline); err != nil {
		return usageError("%w", err)
	}
	if s.flags.now != "" {
		if s.now, err = time.Parse(time.RFC3339, s.flags.now); err != nil {
			return usageError("--now %q: want a time such as 2026-01-31T12:00:00Z", s.flags.now)
		}
		s.now = s.now.UTC()
	}
	s.fleet, err = s.readFleet()
	return err
}

// recalled is what was seen of the endpoints of a plan.
type recalled struct {
	mu        sync.Mutex
	endpoints []*inventory.Endpoint
	first     []*inventory.Endpoint // those of the plan's first target
}

// recall looks at everything in the plan as it was seen, and asks nobody.
func (s *settings) recall(ctx context.Context, plan *scan.Plan, place string) (*recalled, error) {
	var seen recalled
	run := scan.Run{Concurrency: 1, Now: s.clock, Judge: seen.note}
	if place != "" {
		place, err := s.historyPlace(place)
		if err != nil {
			return nil, err
		}
		store, err := history.Open(ctx, place, history.Options{ReadOnly: true, Now: s.wall()})
		if err != nil {
			return nil, failure{exitUsage, err}
		}
		defer func() { _ = store.Close() }() // it was only read
		remembered := &memory{store: store, until: s.clock()}
		run.Memory = remembered
		plan.Observe(ctx, run)
		if remembered.failed != nil {
			return nil, failure{exitInternal, remembered.failed}
		}
		return &seen, nil
	}
	plan.Observe(ctx, run)
	return &seen, nil
}

func (r *recalled) note(slot, _ int, e *inventory.Endpoint) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.endpoints = append(r.endpoints, e)
	if slot == 0 {
		r.first = append(r.first, e)
	}
}

// choose finds the one endpoint that a target means: that of its URL or issuer, or
// the only one that a path holds.
func (r *recalled) choose(target string) (*inventory.Endpoint, error) {
	candidates := joinDated(r.endpoints)
	if strings.Contains(target, "://") {
		named := func(e *inventory.Endpoint) bool {
			bare := func(text string) string { return strings.TrimSuffix(text, "/") }
			return slices.Contains(r.first, e) || slices.Contains([]string{bare(e.URL), bare(e.Asked), bare(e.Issuer)}, bare(target))
		}
		candidates = slices.DeleteFunc(slices.Clone(candidates), func(e *inventory.Endpoint) bool { return !named(e) })
	}
	candidates = slices.DeleteFunc(slices.Clone(candidates), func(e *inventory.Endpoint) bool { return !wasSeen(e) })
	switch len(candidates) {
	case 0:
		return nil, fmt.Errorf("nothing was seen of %s: want a history that a scan or an import filled (--history), or captures", target)
	case 1:
		return candidates[0], nil
	}
	var names []string
	for _, e := range candidates {
		names = append(names, e.Name())
	}
	slices.Sort(names)
	const most = 10
	if more := len(names) - most; more > 0 {
		names = append(names[:most], fmt.Sprintf("%d more", more))
	}
	return nil, fmt.Errorf("%d key sets were seen: want one of them before the path: %s", len(candidates), strings.Join(names, ", "))
}

// wasSeen reports whether anything was answered when an endpoint was looked at.
func wasSeen(e *inventory.Endpoint) bool {
	if e.Timeline != nil && len(e.Timeline.Polls) > 0 {
		return true
	}
	return slices.ContainsFunc(e.Observations, func(o *inventory.Observation) bool {
		return o.Keys != nil && (o.Keys.Problem == nil || o.Keys.Problem.Kind != inventory.ProblemOffline)
	})
}

// before is the endpoint as it had been seen by a time.
func before(e *inventory.Endpoint, until time.Time) *inventory.Endpoint {
	past := *e
	past.Observations = slices.DeleteFunc(slices.Clone(e.Observations), func(o *inventory.Observation) bool { return o.Time.After(until) })
	return &past // a timeline from a history ends there anyway
}

func (s *settings) timelineReport(e *inventory.Endpoint, plan *scan.Plan) *output.Report {
	if !s.now.IsZero() {
		e = before(e, s.now)
	}
	h := rules.HistoryOf(e, s.fleet.Policy.Policy)
	return &output.Report{
		Version: version(), Gaps: plan.Problems, Skipped: skipped(plan.Skipped),
		Timeline: &output.Timeline{
			Name: e.Name(), Issuer: e.Issuer, History: h, Pace: rules.PaceOf(e, h), Consumers: e.Consumers,
		},
	}
}
