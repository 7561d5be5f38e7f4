package cmd

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/jwksaudit/jwksaudit/scan/fleet"
	"github.com/jwksaudit/jwksaudit/scan/history"
)

func newHistory(system *System) *cobra.Command {
	command := &cobra.Command{
		Use:   "history",
		Short: "Look after what scans remember: import, export, prune, stat",
		Long: `history looks after what "scan --history" remembers: a SQLite file, or a
PostgreSQL database for teams. It connects to no endpoint.

Exit codes: 0 done; 2 wrong usage; 3 the history could not be read or written;
4 something could not be imported; 130 or 143 interrupted.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	command.AddCommand(newHistoryImport(system), newHistoryExport(system), newHistoryPrune(system), newHistoryStat(system))
	return command
}

func addHistory(f *pflag.FlagSet, place *string) {
	f.SortFlags = false
	f.StringVar(place, "history", defaultHistory, "the history: `PLACE` is a file, a postgres:// URL, or default for jwksaudit/history.db in the user's state folder")
}

// withHistory opens a history for as long as do runs.
func withHistory(ctx context.Context, system *System, place string, readOnly bool, do func(*settings, *history.Store) error) error {
	s := &settings{system: system, flags: &scanFlags{}}
	var err error
	if s.dir, err = system.Getwd(); err != nil {
		return failure{exitInternal, fmt.Errorf("the working folder cannot be found: %w", err)}
	}
	path, err := s.historyPlace(place)
	if err != nil {
		return err
	}
	store, err := history.Open(ctx, path, history.Options{ReadOnly: readOnly, Now: s.clock()})
	if err != nil {
		return failure{exitInternal, err}
	}
	err = do(s, store)
	return errors.Join(err, written(store.Close()))
}

func newHistoryExport(system *System) *cobra.Command {
	var place string
	command := &cobra.Command{
		Use:   "export",
		Short: "Write the history to standard output, for import elsewhere",
		Long: `export writes all that is remembered as JSON, one object a line, to standard
output. The same history gives the same text, whatever database it is in;
"history import" reads it.`,
		Example: `  jwksaudit history export > history.jsonl
  jwksaudit history export --history postgres://audit@db/jwksaudit | gzip > history.jsonl.gz`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return withHistory(c.Context(), system, place, true, func(_ *settings, store *history.Store) error {
				if err := store.Export(c.Context(), system.Stdout); err != nil {
					return failure{exitInternal, fmt.Errorf("export: %w", reason(err))}
				}
				return nil
			})
		},
	}
	addHistory(command.Flags(), &place)
	return command
}

func newHistoryPrune(system *System) *cobra.Command {
	var place, keep string
	command := &cobra.Command{
		Use:   "prune --keep DURATION",
		Short: "Forget polls that are older than a length of time",
		Long: `prune forgets the polls that are older than --keep, and then the key sets that no
poll refers to. That a key was once published with its private half is
remembered for ever.`,
		Example: `  jwksaudit history prune --keep 400d`,
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			length, err := fleet.ParseDuration(keep)
			if err != nil {
				return usageError("--keep %q: %w", keep, err)
			}
			return withHistory(c.Context(), system, place, false, func(s *settings, store *history.Store) error {
				before := s.clock().Add(-length)
				forgotten, err := store.Prune(c.Context(), before)
				if err != nil {
					return failure{exitInternal, err}
				}
				return s.print("forgot %d polls before %s\n", forgotten, before.Format(time.RFC3339))
			})
		},
	}
	addHistory(command.Flags(), &place)
	command.Flags().StringVar(&keep, "keep", "", "keep polls of the last `DURATION`, such as 400d")
	return command
}

func newHistoryStat(system *System) *cobra.Command {
	var place string
	command := &cobra.Command{
		Use:   "stat",
		Short: "Say how much is remembered",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return withHistory(c.Context(), system, place, true, func(s *settings, store *history.Store) error {
				stat, err := store.Stat(c.Context())
				if err != nil {
					return failure{exitInternal, err}
				}
				return s.printStat(stat)
			})
		},
	}
	addHistory(command.Flags(), &place)
	return command
}

func (s *settings) printStat(stat history.Stat) error {
	span := ""
	if stat.Polls > 0 {
		span = fmt.Sprintf(", from %s to %s", stat.First.Format(time.RFC3339), stat.Last.Format(time.RFC3339))
	}
	return s.print(`endpoints  %d
polls      %d%s
key sets   %d different ones
metadata   %d different documents
exposed    %d keys that were published with their private half
size       %d octets
`, stat.Endpoints, stat.Polls, span, stat.KeySets, stat.Metadata, stat.Exposed, stat.Octets)
}

// print writes a result to standard output.
func (s *settings) print(format string, args ...any) error {
	_, err := fmt.Fprintf(s.system.Stdout, format, args...)
	if err != nil {
		err = fmt.Errorf("standard output: %w", reason(err))
	}
	return written(err)
}
