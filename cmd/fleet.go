package cmd

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/scan/fleet"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// noFleet is the path that stands for no fleet file.
const noFleet = "none"

func addFleet(f *pflag.FlagSet, path *string) {
	f.StringVar(path, "fleet", "", "read the fleet `FILE` (default: "+fleet.FileName+" in the working folder, if it is there; none for none)")
}

// readFleet reads the fleet file that was named, or that lies in the working
// folder. Without one nothing is declared. The error names everything that is wrong with it.
func (s *settings) readFleet() (*fleet.File, error) {
	given := s.flags.fleet
	nothing := &fleet.File{Path: fleet.FileName, Issuers: inventory.NewDeclarations(nil), Policy: fleet.Policy{Policy: inventory.DefaultPolicy()}}
	if given == noFleet {
		return nothing, nil
	}
	path := given
	if path == "" {
		path = fleet.FileName
	}
	data, err := readLimited(s.path(path), fleet.MaxSize)
	if given == "" && errors.Is(err, fs.ErrNotExist) {
		return nothing, nil
	}
	if err != nil {
		return nil, usageError("--fleet %s: %w", path, reason(err))
	}
	file, err := fleet.Parse(s.shown(path), data, words())
	if err != nil {
		return nil, failure{exitUsage, err}
	}
	if given == "" && !s.quiet {
		s.system.say("using the fleet file %s of this folder; --fleet none leaves it out", path)
	}
	return file, nil
}

// historyOfFleet is the place of the history that the fleet file names, as --history
// has it: from the working folder on.
func (s *settings) historyOfFleet() string {
	place := s.fleet.History
	if place == "" || place == defaultHistory {
		return place
	}
	return filepath.Join(filepath.Dir(filepath.FromSlash(s.fleet.Path)), filepath.FromSlash(place))
}

// words are the names that a fleet file may use.
func words() fleet.Words {
	var w fleet.Words
	for _, rule := range rules.All() {
		w.Rules = append(w.Rules, rule.ID)
	}
	for _, profile := range rules.Profiles() {
		w.Profiles = append(w.Profiles, profile.Name)
	}
	for _, severity := range rules.Severities() {
		w.Severities = append(w.Severities, severity.String())
	}
	return w
}

// shown is how reports call a file that was named: slash-separated, and relative to
// the working folder where it lies below it.
func (s *settings) shown(path string) string {
	relative, err := filepath.Rel(s.dir, s.path(path))
	if err != nil || filepath.IsAbs(path) && strings.HasPrefix(relative, "..") {
		relative = filepath.Clean(path)
	}
	return filepath.ToSlash(relative)
}

// readLimited reads a file of at most so many octets.
func readLimited(path string, most int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(data)) > most {
		err = fmt.Errorf("exceeds %d MiB", most>>20)
	}
	return data, errors.Join(err, f.Close())
}
