package cmd

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/jwksaudit/jwksaudit/output"
	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/testdata"
)

func newRules(system *System) *cobra.Command {
	var profile string
	command := &cobra.Command{
		Use:   "rules",
		Short: "List the rules with their severities",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			list, err := rules.Select(rules.Selection{Profile: profile})
			if err != nil {
				return usageError("%w", err)
			}
			return written(output.WriteRules(system.Stdout, list, system.terminal()))
		},
	}
	command.Flags().StringVar(&profile, "profile", rules.DefaultProfile, profileUsage())
	_ = command.RegisterFlagCompletionFunc("profile", completeProfiles) // fails for a flag that is not there
	return command
}

func profileUsage() string {
	var names []string
	for _, p := range rules.Profiles() {
		names = append(names, p.Name)
	}
	return "judge by this `PROFILE`: " + strings.Join(names, ", ")
}

func completeProfiles(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	var list []string
	for _, p := range rules.Profiles() {
		list = append(list, p.Name+"\t"+p.Title)
	}
	return list, cobra.ShellCompDirectiveNoFileComp
}

func newExplain(system *System) *cobra.Command {
	return &cobra.Command{
		Use:               "explain RULE",
		Short:             "Say why a rule matters, what to do and where it comes from",
		ValidArgsFunction: completeRules,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usageError("explain takes one rule, not %d; `jwksaudit rules` lists them", len(args))
			}
			rule, err := rules.Lookup(args[0])
			if err != nil {
				return usageError("%w", err)
			}
			example, err := testdata.Example(rule.ID)
			if err != nil {
				return failure{exitInternal, err}
			}
			explanation := output.Explanation{
				Rule: rule, Profiles: rules.Profiles(), Seen: testdata.BaseRate(rule.ID).String(), Example: example,
			}
			return written(output.WriteExplain(system.Stdout, explanation, system.terminal()))
		},
	}
}

func completeRules(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	var ids []string
	for _, rule := range rules.All() {
		ids = append(ids, rule.ID+"\t"+rule.Title)
	}
	return ids, cobra.ShellCompDirectiveNoFileComp
}

// written tells a failure to write apart from a usage error.
func written(err error) error {
	if err != nil {
		return failure{exitInternal, err}
	}
	return nil
}
