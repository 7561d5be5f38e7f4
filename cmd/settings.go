package cmd

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/jwksaudit/jwksaudit/output"
	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/scan/fetch"
	"github.com/jwksaudit/jwksaudit/scan/fleet"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// settings is what the flags come to, checked before anything is read or asked.
type settings struct {
	system    *System
	flags     *scanFlags
	dir       string // the working folder, absolute
	outputs   []destination
	fleet     *fleet.File // what is declared; of a path that is not there where nothing is
	quiet     bool        // says nothing on standard error, as while a shell completes
	profile   string
	rules     []*rules.Rule // the catalogue, as this run has it
	failOn    rules.Severity
	neverFail bool
	now       time.Time      // of --now; zero without it
	blocklist *blocklistFile // nil without --blocklist
	client    *fetch.Client  // connects to nothing before it is asked to
	memory    *memory        // nil without --history
}

func (flags *scanFlags) resolve(system *System) (*settings, error) {
	s := &settings{system: system, flags: flags}
	var err error
	if s.dir, err = system.Getwd(); err != nil {
		return nil, failure{exitInternal, fmt.Errorf("the working folder cannot be found: %w", err)}
	}
	if s.outputs, err = parseOutputs(flags.outputs, output.Lookup); err != nil {
		return nil, usageError("%w", err)
	}
	if s.fleet, err = s.readFleet(); err != nil {
		return nil, err
	}
	flags.history = cmp.Or(flags.history, s.historyOfFleet())
	s.profile = cmp.Or(flags.profile, s.fleet.Policy.Profile)
	s.rules, err = rules.Select(rules.Selection{
		Profile: s.profile, Settings: s.severities(),
		Only: flags.only, Disable: flags.disable,
	})
	if err != nil {
		return nil, usageError("%w", err)
	}
	if !slices.ContainsFunc(s.rules, func(r *rules.Rule) bool { return !r.Off }) {
		return nil, usageError("--only and --disable leave no rule to run")
	}
	failOn := cmp.Or(flags.failOn, s.fleet.Policy.FailOn, "high")
	if s.neverFail = failOn == "none"; !s.neverFail {
		if s.failOn, err = rules.ParseSeverity(failOn); err != nil {
			return nil, usageError("--fail-on: %w, or none", err)
		}
	}
	if flags.diff && flags.history == "" {
		return nil, usageError("--diff compares with the last scan in a history: want --history too")
	}
	if flags.now != "" {
		if s.now, err = time.Parse(time.RFC3339, flags.now); err != nil {
			return nil, usageError("--now %q: want a time such as 2026-01-31T12:00:00Z", flags.now)
		}
		s.now = s.now.UTC()
	}
	if s.client, err = flags.network.client(s); err != nil {
		return nil, err
	}
	s.blocklist, err = s.openBlocklist()
	return s, err
}

// severities is what the fleet file makes of rules.
func (s *settings) severities() rules.Settings {
	out := rules.Settings{}
	for id, text := range s.fleet.Policy.Severities {
		if setting, err := rules.ParseSetting(text); err == nil { // the file was read with the words that there are
			out[id] = setting
		}
	}
	return out
}

// path is where a path of the command line leads: relative ones start in the working folder.
func (s *settings) path(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(s.dir, path)
}

// clock is the time of --now, else the machine's.
func (s *settings) clock() time.Time {
	if !s.now.IsZero() {
		return s.now
	}
	return s.wall()
}

// wall is the machine's time: what an answer is dated with as it arrives.
func (s *settings) wall() time.Time { return s.system.Now().UTC().Truncate(time.Second) }

// exitCode applies the precedence of the exit codes to a report. That a report
// cannot be written is above all of them, and known only later.
func (s *settings) exitCode(ctx context.Context, findings []rules.Finding, gaps []inventory.Problem) int {
	isFault := func(gap inventory.Problem) bool { return gap.Kind == inventory.ProblemInternal }
	counts := func(f rules.Finding) bool {
		return f.Rule.Severity >= s.failOn && (!s.flags.diff || f.Change != rules.ChangeNone)
	}
	switch {
	case slices.ContainsFunc(gaps, isFault):
		return exitInternal
	case interruption(ctx) != exitClean:
		return interruption(ctx)
	case !s.neverFail && !s.flags.exitZero && slices.ContainsFunc(findings, counts):
		return exitFindings
	case len(gaps) > 0 && !s.flags.allowGaps:
		return exitIncomplete
	}
	return exitClean
}
