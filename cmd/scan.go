package cmd

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/jwksaudit/jwksaudit/output"
	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/scan"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// scanFlags is what the flags of scan say, as typed.
type scanFlags struct {
	lists, consumers    []string
	fleet               string
	offline             bool
	history             string
	historyScope        string
	diff                bool
	profile             string
	only, disable       []string
	blocklist           string
	now                 string
	outputs             []string
	wide                bool
	sarifCategory       string
	failOn              string
	exitZero, allowGaps bool
	network             networkFlags
}

func newScan(system *System) *cobra.Command {
	var flags scanFlags
	command := &cobra.Command{
		Use:   "scan [TARGET...]",
		Short: "Audit key sets, issuers and the configurations that trust them",
		Long: `scan audits every TARGET: an issuer, the URL of a key set or of provider
metadata, a saved key set, a captured response (.http as "curl -si" prints it),
a HAR archive, or a folder of such files. A URL that a capture answers is not
fetched. Consumer configurations (--consumers) are recognised by their content,
and what they trust becomes a target. So does what the fleet file declares.

The report goes to standard output, everything else to standard error.

Exit codes: 0 clean; 1 findings at or above --fail-on; 2 wrong usage, a wrong
fleet file, or nothing to scan; 3 a report or the history could not be written;
4 something could not be looked at; 130 or 143 interrupted, with the partial
report written.`,
		Example: `  jwksaudit scan https://idp.example.com
  jwksaudit scan --consumers deploy/ -o table -o sarif=jwks.sarif
  jwksaudit scan --offline captures/ --consumers deploy/`,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			return runScan(c.Context(), system, &flags, args)
		},
	}
	flags.add(command)
	return command
}

func (flags *scanFlags) add(command *cobra.Command) {
	f := command.Flags()
	f.SortFlags = false
	f.StringArrayVar(&flags.lists, "targets", nil, "read targets from `FILE`, one a line, # comments; - is standard input (repeatable)")
	f.StringArrayVar(&flags.consumers, "consumers", nil, "read consumer configurations from `PATH`, a file or folder (repeatable)")
	addFleet(f, &flags.fleet)
	f.BoolVar(&flags.offline, "offline", false, "connect to nothing; what no capture answers is a gap")
	f.StringVar(&flags.history, "history", "", "remember what is seen in this `PLACE`, and judge what changes over time: a file, a postgres:// URL, or default for one in your state folder; offline it answers as captures do")
	f.StringVar(&flags.historyScope, "history-scope", "", "`NAME` that keeps scans of different targets apart in one history")
	f.BoolVar(&flags.diff, "diff", false, "show only what is new, changed or resolved since the last completed scan in the history, and exit 1 for that alone")
	f.StringVar(&flags.profile, "profile", "", profileUsage()+" (default: the fleet file's, else "+rules.DefaultProfile+")")
	f.StringSliceVar(&flags.only, "only", nil, "run this `RULE` and no other (repeatable)")
	f.StringSliceVar(&flags.disable, "disable", nil, "do not run this `RULE` (repeatable)")
	f.StringVar(&flags.blocklist, "blocklist", "", "look every key up in this `FILE` of keys whose private half is known, in the format of badkeys (blocklist.dat)")
	f.StringVar(&flags.now, "now", "", "judge as of this `TIME`, such as 2026-01-31T12:00:00Z (default: a capture's own time, else the clock)")
	f.StringArrayVarP(&flags.outputs, "output", "o", nil, "write a report as `FORMAT[=PATH]`: "+formatNames(output.Formats())+" (repeatable, one without a path at most; default table)")
	f.BoolVar(&flags.wide, "wide", false, "shorten nothing in the table")
	f.StringVar(&flags.sarifCategory, "sarif-category", "", "`NAME` that keeps this report apart from others in code scanning")
	f.StringVar(&flags.failOn, "fail-on", "", "exit 1 for findings of this `SEVERITY` and above: critical, high, medium, low, info, or none (default: the fleet file's, else high)")
	f.BoolVar(&flags.exitZero, "exit-zero", false, "exit 0 in place of 1")
	f.BoolVar(&flags.allowGaps, "allow-gaps", false, "exit 0 in place of 4")
	flags.network.add(f)
	complete := func(flag string, with cobra.CompletionFunc) {
		_ = command.RegisterFlagCompletionFunc(flag, with) // fails for a flag that is not there
	}
	complete("profile", completeProfiles)
	complete("only", completeRules)
	complete("disable", completeRules)
	complete("output", cobra.FixedCompletions(strings.Split(formatNames(output.Formats()), ", "), cobra.ShellCompDirectiveNoSpace))
	complete("vantage", cobra.FixedCompletions(vantageNames(), cobra.ShellCompDirectiveNoFileComp))
	complete("fail-on", cobra.FixedCompletions([]string{"critical", "high", "medium", "low", "info", "none"}, cobra.ShellCompDirectiveNoFileComp))
}

func formatNames(formats []output.Format) string {
	var names []string
	for _, format := range formats {
		names = append(names, format.Name)
	}
	return strings.Join(names, ", ")
}

// runScan is the straight line of the program: plan, observe, judge, report.
func runScan(ctx context.Context, system *System, flags *scanFlags, args []string) error {
	settings, err := flags.resolve(system)
	if err != nil {
		return err
	}
	defer settings.client.Close()
	defer settings.blocklist.Close()
	plan, err := settings.plan(args)
	if err != nil {
		return failure{exitUsage, err}
	}
	if settings.memory, err = settings.openMemory(ctx); err != nil {
		return err
	}
	defer settings.memory.close()
	if plan.Empty() && flags.offline && settings.memory != nil {
		if plan, err = settings.planRemembered(ctx); err != nil {
			return err
		}
	}
	if plan.Empty() {
		return nothingToScan(plan, len(args)+len(flags.lists)+len(flags.consumers))
	}
	audit := settings.observe(ctx, plan)
	report := audit.report(ctx, settings, plan)
	notSaved := settings.memory.save(ctx, report.Findings, report.ScannedAt)
	if n := len(report.Findings) + len(report.Gaps); n > output.MaxSARIFResults && settings.wants("sarif") {
		system.say("SARIF takes %d of the %d results; -o json has them all", output.MaxSARIFResults, n)
	}
	if err := errors.Join(settings.write(report), notSaved); err != nil {
		return failure{exitInternal, err}
	}
	if report.ExitCode != exitClean {
		return exit{report.ExitCode}
	}
	return nil
}

// nothingToScan tells somebody who named nothing from somebody who named the wrong things.
func nothingToScan(plan *scan.Plan, named int) error {
	if named == 0 {
		return usageError("nothing to scan: name an issuer, a key set, a file or a folder, or give --targets or --consumers")
	}
	return usageError("nothing to scan: what was named holds no key set, metadata, capture or consumer configuration that is known here%s", passedOver(plan))
}

func passedOver(plan *scan.Plan) string {
	passed := ""
	for _, c := range skipped(plan.Skipped) {
		passed += fmt.Sprintf("; skipped: %s (%d)", c.What, c.N)
	}
	return passed
}

func (s *settings) plan(args []string) (*scan.Plan, error) {
	return scan.NewPlan(scan.Request{
		Dir: s.dir, Args: args, Lists: s.flags.lists, Stdin: s.system.Stdin,
		Consumers: s.flags.consumers, Fleet: s.fleet, Now: s.clock(),
	})
}

// planRemembered plans a replay of everything that the history has.
func (s *settings) planRemembered(ctx context.Context) (*scan.Plan, error) {
	urls, err := s.memory.store.Endpoints(ctx)
	if err != nil {
		return nil, failure{exitInternal, err}
	}
	plan, err := s.plan(urls)
	if err != nil {
		return nil, failure{exitUsage, err}
	}
	return plan, nil
}

// observe looks at everything in the plan and judges each endpoint as it comes.
func (s *settings) observe(ctx context.Context, plan *scan.Plan) *audit {
	a := newAudit(s, plan)
	progress := s.system.newProgress()
	run := scan.Run{
		Concurrency: s.flags.network.concurrency, Now: s.clock,
		AllAddresses: slices.Contains(s.flags.network.vantages, allAddresses),
		Accepts:      s.flags.network.probeAccept,
		Judge:        func(slot, part int, e *inventory.Endpoint) { a.judge(slot, part, e); s.memory.add(ctx, e) },
		Progress:     progress.update,
	}
	if s.memory != nil {
		run.Memory = s.memory
	}
	if !s.flags.offline {
		run.Network = s.client
		s.sayProxy(plan)
	}
	a.gaps = append(a.gaps, plan.Problems...)
	a.gaps = append(a.gaps, plan.Observe(ctx, run)...)
	progress.clear()
	if gap := s.blocklist.gap(); gap != nil {
		a.gaps = append(a.gaps, *gap)
	}
	return a
}
