package cmd

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/jwksaudit/jwksaudit/output"
)

// destination is one report to write.
type destination struct {
	format output.Format
	path   string // "" for standard output
}

// parseOutputs reads -o FORMAT[=PATH]; without any it is the table. "-" and
// /dev/stdout are standard output, however it was opened.
func parseOutputs(texts []string, lookup func(name string) (output.Format, error)) ([]destination, error) {
	if len(texts) == 0 {
		texts = []string{"table"}
	}
	var out []destination
	for _, text := range texts {
		name, path, hasPath := strings.Cut(text, "=")
		format, err := lookup(name)
		if err != nil {
			return nil, fmt.Errorf("-o %s: %w", text, err)
		}
		if hasPath && path == "" {
			return nil, fmt.Errorf("-o %s: no path follows the =, want -o %s=PATH, or -o %s for standard output", text, name, name)
		}
		if path == "-" || path == "/dev/stdout" {
			path = ""
		}
		for _, other := range out {
			if path == "" && other.path == "" {
				return nil, errors.New("-o: several reports for standard output, want at most one: give the others a path, as in -o sarif=PATH")
			}
			if path != "" && filepath.Clean(path) == filepath.Clean(other.path) {
				return nil, fmt.Errorf("-o: two reports for %s, want a path for each", path)
			}
		}
		out = append(out, destination{format, path})
	}
	return out, nil
}

// wants reports whether a report of this format was asked for.
func (s *settings) wants(format string) bool {
	return slices.ContainsFunc(s.outputs, func(d destination) bool { return d.format.Name == format })
}

// write renders every report that was asked for. One that fails does not keep
// the others from being written.
func (s *settings) write(report *output.Report) error {
	var failed []string
	for _, d := range s.outputs {
		if err := s.writeTo(d, report); err != nil {
			failed = append(failed, err.Error())
		}
	}
	if len(failed) > 0 {
		return errors.New(strings.Join(failed, "; "))
	}
	return nil
}

func (s *settings) writeTo(d destination, report *output.Report) error {
	options := output.Options{Width: 100}
	if d.path == "" {
		options = s.system.terminal()
	}
	options.Wide, options.SARIFCategory = s.flags.wide, s.flags.sarifCategory
	options.Folder = filepath.ToSlash(s.dir)
	render := func(w io.Writer) error { return d.format.Write(w, report, options) }
	if d.path == "" {
		if err := render(s.system.Stdout); err != nil {
			return fmt.Errorf("report to standard output: %w", reason(err))
		}
		return nil
	}
	if err := writeFile(s.path(d.path), render); err != nil {
		return fmt.Errorf("report %s: %w", d.path, reason(err))
	}
	return nil
}
