package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/jwksaudit/jwksaudit/output"
	"github.com/jwksaudit/jwksaudit/scan/fleet"
)

// System is what the program touches of the machine, so that tests can stand in for it.
type System struct {
	Args           []string // without the program's name
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	LookupEnv      func(string) (string, bool)
	Getwd          func() (string, error) // relative paths start here
	Now            func() time.Time
	// Admit may refuse a connection to an address ("127.0.0.1:443") that the zones
	// allow; nil refuses none. Tests stay on this machine by it.
	Admit func(address string) error
}

// getenv is a variable of the environment; "" where it is not set.
func (s *System) getenv(name string) string {
	value, _ := s.LookupEnv(name)
	return value
}

// say tells the operator something: one line on standard error. Where even that
// cannot be written there is nobody left to tell.
func (s *System) say(format string, args ...any) {
	_, _ = fmt.Fprintf(s.Stderr, "jwksaudit: %s\n", output.Plain(fmt.Sprintf(format, args...)))
}

// Exit codes, the same for every format. Where several apply the order is
// internal, interrupted, usage, findings, gaps.
const (
	exitClean       = 0
	exitFindings    = 1
	exitUsage       = 2 // flags, policy or nothing to scan: before any request, no report
	exitInternal    = 3 // the report could not be written, or a fault of this program
	exitIncomplete  = 4 // something could not be looked at
	exitInterrupt   = 130
	exitTermination = 143
)

// exit carries an exit code through cobra; the report is then already written.
type exit struct{ code int }

func (e exit) Error() string { return fmt.Sprintf("exit %d", e.code) }

// failure is an error with the exit code that it ends in.
type failure struct {
	code int
	err  error
}

func (f failure) Error() string { return f.err.Error() }
func (f failure) Unwrap() error { return f.err }

func usageError(format string, args ...any) error {
	return failure{exitUsage, fmt.Errorf(format, args...)}
}

// Main runs the program and returns its exit code. Errors are printed once, to
// Stderr, with control characters escaped.
func Main(ctx context.Context, system System) (code int) {
	defer func() {
		if fault := recover(); fault != nil {
			system.say("internal fault, please report it: %v", fault)
			code = exitInternal
		}
	}()
	system.Stdin = &stdin{ctx: ctx, r: system.Stdin}
	root := newRoot(&system)
	root.SetArgs(system.Args)
	err := root.ExecuteContext(ctx)
	var done exit
	var failed failure
	var faults fleet.Faults
	switch {
	case err == nil:
		return exitClean
	case errors.As(err, &done):
		return done.code
	case errors.As(err, &failed):
		code = failed.code
	default:
		code = exitUsage // cobra's own errors: arguments, flags
	}
	if errors.As(err, &faults) { // one line each
		for _, fault := range faults {
			system.say("%v", fault)
		}
		return code
	}
	system.say("%v", err)
	return code
}

func newRoot(system *System) *cobra.Command {
	root := &cobra.Command{
		Use:   "jwksaudit",
		Short: "Audit JSON Web Key Sets and who trusts them",
		Long: `jwksaudit reads JSON Web Key Sets and the configurations of their consumers and
answers: when a key is rotated, retired or revoked, who breaks, who keeps
trusting the dead key, and for how long? It only ever sends GET requests.`,
		SilenceUsage:               true,
		SilenceErrors:              true,
		DisableFlagsInUseLine:      true,
		SuggestionsMinimumDistance: 2,
		Args:                       unknownCommand,
		RunE:                       func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetIn(system.Stdin)
	root.SetOut(system.Stdout)
	root.SetErr(system.Stderr)
	root.SetUsageTemplate(strings.NewReplacer(
		".FlagUsages", ".FlagUsagesWrapped 80",
		"{{if .Runnable}}", "{{if and .Runnable (not .HasAvailableSubCommands)}}", // alone the program only shows its help
	).Replace(root.UsageTemplate()))
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usageError("%w; `%s --help` lists the flags", err, c.CommandPath())
	})
	root.AddCommand(
		newScan(system), newConsumers(system), newTimeline(system), newHistory(system), newInit(system),
		newRules(system), newExplain(system), newVersion(system),
	)
	return root
}

// unknownCommand refuses arguments of the program itself, and says what was
// probably meant: a command spelt otherwise, or a target without its command.
func unknownCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := ""
	if near := root.SuggestionsFor(args[0]); len(near) > 0 {
		hint = fmt.Sprintf(": did you mean %q", near[0])
	} else if strings.ContainsAny(args[0], "./:") {
		hint = ": to audit a target, `jwksaudit scan TARGET`"
	}
	return usageError("unknown command %q%s; `jwksaudit --help` lists the commands", args[0], hint)
}
