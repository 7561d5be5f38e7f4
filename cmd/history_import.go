package cmd

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/jwksaudit/jwksaudit/scan/history"
)

type importFlags struct {
	place, url     string
	git, allowGaps bool
}

func newHistoryImport(system *System) *cobra.Command {
	var flags importFlags
	command := &cobra.Command{
		Use:   "import FILE...",
		Short: "Remember what others saw: captures, saved key sets, Git, exports",
		Long: `import adds to the history what every FILE holds: a HAR archive, a captured
response (.http as "curl -si" prints it), a saved key set or metadata whose name
tells when it was seen (2026-01-31T120000Z.json, keys-20260131.json, seconds since
1970), a folder of such files, or what "history export" wrote (- is standard
input). With --git the commits of a file are what was seen of it. The order does
not matter, and what is known already changes nothing.

A saved key set names no URL: --url gives it. In it {folder} stands for the name
of the file's folder and {name} for its own name, without what follows the dot.`,
		Example: `  jwksaudit history import captures/ proxy.har
  jwksaudit history import seen/ --url https://{folder}.example.com/jwks.json
  jwksaudit history import --git site/jwks.json --url https://idp.example.com/jwks.json`,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, files []string) error {
			return runImport(c.Context(), system, &flags, files)
		},
	}
	f := command.Flags()
	addHistory(f, &flags.place)
	f.StringVar(&flags.url, "url", "", "`URL` of the key sets that name none; {folder} and {name} are the file's")
	f.BoolVar(&flags.git, "git", false, "read the versions of every FILE from its Git repository, of a folder those of all its key sets")
	f.BoolVar(&flags.allowGaps, "allow-gaps", false, "exit 0 in place of 4")
	return command
}

func runImport(ctx context.Context, system *System, flags *importFlags, files []string) error {
	if len(files) == 0 {
		return usageError("nothing to import: name a file or folder")
	}
	return withHistory(ctx, system, flags.place, false, func(s *settings, store *history.Store) error {
		im := importing{ctx: ctx, settings: s, store: store, flags: flags, urls: map[string]bool{}}
		if err := im.all(files); err != nil {
			return err
		}
		if err := s.print("polls: %d, of which new: %d; endpoints: %d\n", im.read, im.added, len(im.urls)); err != nil {
			return err
		}
		switch code := interruption(ctx); {
		case code != exitClean:
			return exit{code}
		case im.gaps > 0 && !flags.allowGaps:
			return exit{exitIncomplete}
		}
		return nil
	})
}

// importing is one run of import.
type importing struct {
	ctx      context.Context
	settings *settings
	store    *history.Store
	flags    *importFlags

	looks       []history.Look // not yet recorded
	read, added int
	urls        map[string]bool
	gaps        int
	err         error // of the store: nothing more is recorded
}

func (im *importing) all(files []string) error {
	var rest []string
	for _, name := range files {
		isExport, err := im.export(name)
		if err != nil {
			return err
		}
		if !isExport {
			rest = append(rest, name)
		}
	}
	switch {
	case len(rest) == 0:
	case im.flags.git:
		for _, name := range rest {
			im.commits(name)
		}
	default:
		if err := im.documents(rest); err != nil {
			return err
		}
	}
	im.record(0)
	if im.err != nil {
		return failure{exitInternal, im.err}
	}
	return nil
}

// gap tells of something that could not be imported.
func (im *importing) gap(name, format string, args ...any) {
	im.gaps++
	im.settings.system.say("%s: %s", name, fmt.Sprintf(format, args...))
}

// export imports a file that is an export; false where it is something else.
func (im *importing) export(name string) (bool, error) {
	in := im.settings.system.Stdin
	if name != "-" {
		file, err := os.Open(im.settings.path(name))
		if err != nil {
			return false, usageError("%s: %w", name, reason(err))
		}
		defer func() { _ = file.Close() }() // nothing was written
		start := make([]byte, 64)
		n, _ := io.ReadFull(file, start) // a folder gives nothing
		if !history.IsExport(start[:n]) {
			return false, nil
		}
		in = io.MultiReader(strings.NewReader(string(start[:n])), file)
	}
	read, err := im.store.Import(im.ctx, in, func(line int, err error) { im.gap(fmt.Sprintf("%s:%d", name, line), "%v", err) })
	im.count(read)
	if err != nil && im.ctx.Err() == nil {
		return true, failure{exitInternal, fmt.Errorf("%s: %w", name, err)}
	}
	return true, nil
}

func (im *importing) count(read history.Imported) {
	im.read, im.added = im.read+read.Polls, im.added+read.New
	for _, url := range read.URLs {
		im.urls[url] = true
	}
}
