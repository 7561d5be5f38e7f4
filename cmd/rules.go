package cmd

import (
	"github.com/spf13/cobra"

	"github.com/jwksaudit/jwksaudit/output"
	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/testdata"
)

func newRules(system *System) *cobra.Command {
	return &cobra.Command{
		Use:   "rules",
		Short: "List the rules with their severities",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return written(output.WriteRules(system.Stdout, rules.All(), system.terminal()))
		},
	}
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
			return written(output.WriteExplain(system.Stdout, rule, example, system.terminal()))
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
