package cmd

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// TestExitCode: a fault of the program is above an interruption, that above
// findings, those above gaps; no flag covers the first two.
func TestExitCode(t *testing.T) {
	stopped := func(cause error) context.Context {
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(cause)
		return ctx
	}
	none, gap := []inventory.Problem(nil), inventory.Problem{Kind: inventory.ProblemTimeout}
	fault := inventory.Problem{Kind: inventory.ProblemInternal}
	high := []rules.Finding{{Rule: &rules.Rule{Severity: rules.High}}}
	medium := []rules.Finding{{Rule: &rules.Rule{Severity: rules.Medium}}}
	for _, c := range []struct {
		name     string
		ctx      context.Context
		flags    scanFlags
		findings []rules.Finding
		gaps     []inventory.Problem
		want     int
	}{
		{"clean", t.Context(), scanFlags{}, medium, none, 0},
		{"findings", t.Context(), scanFlags{}, high, none, 1},
		{"findings and gaps", t.Context(), scanFlags{}, high, []inventory.Problem{gap}, 1},
		{"gaps", t.Context(), scanFlags{}, medium, []inventory.Problem{gap}, 4},
		{"findings covered", t.Context(), scanFlags{exitZero: true}, high, []inventory.Problem{gap}, 4},
		{"gaps covered", t.Context(), scanFlags{allowGaps: true}, high, []inventory.Problem{gap}, 1},
		{"both covered", t.Context(), scanFlags{exitZero: true, allowGaps: true}, high, []inventory.Problem{gap}, 0},
		{"interrupted", stopped(interrupted{}), scanFlags{exitZero: true, allowGaps: true}, high, []inventory.Problem{gap}, 130},
		{"terminated", stopped(interrupted{terminate: true}), scanFlags{exitZero: true, allowGaps: true}, high, none, 143},
		{"stopped otherwise", stopped(errors.New("x")), scanFlags{}, nil, none, 130},
		{"fault", t.Context(), scanFlags{exitZero: true, allowGaps: true}, nil, []inventory.Problem{gap, fault}, 3},
		{"fault and interrupted", stopped(interrupted{}), scanFlags{}, high, []inventory.Problem{fault}, 3},
	} {
		s := &settings{flags: &c.flags, failOn: rules.High}
		if got := s.exitCode(c.ctx, c.findings, c.gaps); got != c.want {
			t.Errorf("%s: exit code %d, want %d", c.name, got, c.want)
		}
	}
}

// TestInterruptedWhileReadingAList: somebody who types a list, or feeds it from a
// program that hangs, gets the report of what was read.
func TestInterruptedWhileReadingAList(t *testing.T) {
	typed, typing := io.Pipe()
	defer typing.Close()
	ctx, cancel := context.WithCancelCause(t.Context())
	go func() {
		fmt.Fprintln(typing, "first.example.com")
		cancel(interrupted{})
	}()
	var stdout, stderr bytes.Buffer
	code := Main(ctx, System{
		Args: []string{"scan", "--offline", "--targets", "-"}, Stdin: typed, Stdout: &stdout, Stderr: &stderr, Now: time.Now,
		LookupEnv: func(string) (string, bool) { return "", false },
		Getwd:     func() (string, error) { return t.TempDir(), nil },
	})
	if code != exitInterrupt || !strings.Contains(stdout.String(), "not everything was looked at") || stderr.Len() > 0 {
		t.Errorf("exit code %d, %q on standard output, %q on standard error", code, stdout.String(), stderr.String())
	}
}

// TestFaultsAreReportedOnce: a fault of the program itself is exit code 3 and one
// line, whatever its text.
func TestFaultsAreReportedOnce(t *testing.T) {
	var stdout, stderr bytes.Buffer
	code := Main(t.Context(), System{
		Args: []string{"scan", "x.json"}, Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr, Now: time.Now,
		LookupEnv: func(string) (string, bool) { return "", false },
		Getwd:     func() (string, error) { panic("a fault\nof \x1b[31mours") },
	})
	if want := "jwksaudit: internal fault, please report it: a fault\\u{a}of \\u{1b}[31mours\n"; code != 3 || stderr.String() != want || stdout.Len() > 0 {
		t.Errorf("exit code %d, %q on standard error, %q on standard output; want 3 and %q", code, stderr.String(), stdout.String(), want)
	}
}
