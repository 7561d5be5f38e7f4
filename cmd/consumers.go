package cmd

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/jwksaudit/jwksaudit/output"
	"github.com/jwksaudit/jwksaudit/scan/fleet"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

func newConsumers(system *System) *cobra.Command {
	var flags scanFlags // those of them that apply
	var name string
	command := &cobra.Command{
		Use:   "consumers [PATH...]",
		Short: "List who trusts which keys, and for how long after a rotation",
		Long: `consumers reads configurations from every PATH, a file or folder, and those
that the fleet file names, and lists who trusts what: issuers and key sets, how
each consumer renews its keys, how long until it accepts a new key, and how long
it goes on trusting a removed one, with where each number came from. The windows
are those of a consumer alone; scan adds what HTTP caches may do with the
responses. It connects to nothing.

Exit codes: 0 all was read; 2 wrong usage, or no configuration that is known
here; 3 the list could not be written; 4 a configuration could not be read.`,
		Example: `  jwksaudit consumers deploy/
  jwksaudit consumers deploy/ --explain "envoy shop/corp"
  jwksaudit consumers deploy/ -o json=consumers.json -o table`,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, paths []string) error {
			flags.consumers = paths
			return runConsumers(c.Context(), system, &flags, name)
		},
	}
	f := command.Flags()
	f.SortFlags = false
	addFleet(f, &flags.fleet)
	f.StringVar(&name, "explain", "", "derive the windows of one consumer term by term: `NAME` is its product and name, or a part that no other has")
	f.StringArrayVarP(&flags.outputs, "output", "o", nil, "write the list as `FORMAT[=PATH]`: "+formatNames(output.ConsumerFormats())+" (repeatable, one without a path at most; default table)")
	f.BoolVar(&flags.wide, "wide", false, "shorten nothing in the table")
	f.BoolVar(&flags.allowGaps, "allow-gaps", false, "exit 0 in place of 4")
	complete := func(flag string, with cobra.CompletionFunc) {
		_ = command.RegisterFlagCompletionFunc(flag, with) // fails for a flag that is not there
	}
	complete("output", cobra.FixedCompletions(strings.Split(formatNames(output.ConsumerFormats()), ", "), cobra.ShellCompDirectiveNoSpace))
	complete("explain", completeConsumers(system))
	return command
}

// runConsumers is scan without its network and its rules.
func runConsumers(ctx context.Context, system *System, flags *scanFlags, name string) error {
	if name != "" && len(flags.outputs) > 0 {
		return usageError("--explain is text for standard output: want it without -o")
	}
	s := &settings{system: system, flags: flags}
	var err error
	if s.outputs, err = parseOutputs(flags.outputs, output.LookupConsumers); err != nil {
		return usageError("%w", err)
	}
	report, err := s.readConsumers()
	if err != nil {
		return err
	}
	report.ExitCode = s.exitCode(ctx, nil, report.Gaps)
	if name == "" {
		err = written(s.write(report))
	} else {
		err = s.explainConsumer(report, name)
	}
	if err != nil {
		return err
	}
	if report.ExitCode != exitClean {
		return exit{report.ExitCode}
	}
	return nil
}

// readConsumers reads the configurations alone: that a URL in one leads nowhere
// is for a scan to say.
func (s *settings) readConsumers() (*output.Report, error) {
	var err error
	if s.dir, err = s.system.Getwd(); err != nil {
		return nil, failure{exitInternal, fmt.Errorf("the working folder cannot be found: %w", err)}
	}
	if s.fleet, err = s.readFleet(); err != nil {
		return nil, err
	}
	if len(s.flags.consumers)+len(s.fleet.Consumers)+len(s.fleet.Sources) == 0 {
		return nil, usageError("nothing to read: name a file or folder of consumer configurations")
	}
	plan, err := s.plan(nil)
	if faults := (fleet.Faults{}); errors.As(err, &faults) {
		return nil, failure{exitUsage, faults}
	}
	if err != nil {
		return nil, usageError("%s", strings.TrimPrefix(err.Error(), "--consumers "))
	}
	report := &output.Report{Version: version(), Consumers: plan.Consumers, Skipped: skipped(plan.Skipped)}
	known := len(plan.Consumers) > 0
	for _, p := range plan.Problems {
		switch p.Kind {
		case inventory.ProblemBadTarget:
			continue
		case inventory.ProblemUnknownFile:
			p.Detail = "nothing here recognises this file: want a consumer configuration"
		default:
			known = true
		}
		report.Gaps = append(report.Gaps, p)
	}
	if !known {
		return nil, usageError("no consumer: what was named holds no consumer configuration that is known here%s", passedOver(plan))
	}
	return report, nil
}

func (s *settings) explainConsumer(report *output.Report, name string) error {
	consumer, err := findConsumer(report.Consumers, name)
	if err != nil {
		return usageError("--explain %q: %w", name, err)
	}
	if n := len(report.Gaps); n > 0 {
		s.system.say("not everything could be read: gaps (%d), which the list without --explain names", n)
	}
	options := s.system.terminal()
	options.Wide = s.flags.wide
	return written(output.WriteConsumer(s.system.Stdout, consumer, options))
}

// findConsumer finds the consumer of a name, else the only one that a part of
// name, place and variant fits.
func findConsumer(consumers []*inventory.Consumer, name string) (*inventory.Consumer, error) {
	matching := func(matches func(*inventory.Consumer) bool) []*inventory.Consumer {
		return slices.DeleteFunc(slices.Clone(consumers), func(c *inventory.Consumer) bool { return !matches(c) })
	}
	found := matching(func(c *inventory.Consumer) bool { return output.ConsumerName(c) == name })
	if len(found) == 0 {
		found = matching(func(c *inventory.Consumer) bool { return strings.Contains(consumerInFull(c), name) })
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return nil, fmt.Errorf("no consumer is called so; want one of %s", namesOf(consumers))
	}
	return nil, fmt.Errorf("%d consumers are called so; want more of the name of one: %s", len(found), namesOf(found))
}

// consumerInFull tells a consumer from all others.
func consumerInFull(c *inventory.Consumer) string {
	return strings.TrimRight(output.ConsumerName(c)+" "+c.Origin.String()+" "+c.Variant, " ")
}

func namesOf(consumers []*inventory.Consumer) string {
	const most = 10
	var names []string
	for _, c := range consumers[:min(len(consumers), most)] {
		names = append(names, fmt.Sprintf("%q", consumerInFull(c)))
	}
	if more := len(consumers) - most; more > 0 {
		names = append(names, fmt.Sprintf("%d more", more))
	}
	return strings.Join(names, ", ")
}

// completeConsumers offers the names of the consumers in the paths typed so far.
func completeConsumers(system *System) cobra.CompletionFunc {
	return func(_ *cobra.Command, paths []string, _ string) ([]string, cobra.ShellCompDirective) {
		s := &settings{system: system, flags: &scanFlags{consumers: paths}, quiet: true}
		report, err := s.readConsumers()
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		var names []string
		for _, c := range report.Consumers {
			names = append(names, output.Plain(output.ConsumerName(c))+"\t"+output.Plain(c.Origin.String()))
		}
		return names, cobra.ShellCompDirectiveNoFileComp
	}
}
