package cmd

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/jwksaudit/jwksaudit/output"
	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/fleet"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// initFlags is what the flags of init say.
type initFlags struct {
	output string // "-" for standard output
	force  bool
}

func newInit(system *System) *cobra.Command {
	var flags initFlags
	command := &cobra.Command{
		Use:   "init [PATH...]",
		Short: "Write a first fleet file from a folder of configurations",
		Long: `init reads the consumer configurations in every PATH, the working folder without
any, and writes a fleet file: the issuers that they trust, where the
configurations lie, and comments for what only you know: owner, environment,
rotation. It connects to nothing and overwrites nothing.

Exit codes: 0 written; 2 wrong usage, no configuration that is known here, or a
file that is there already; 3 it could not be written; 4 written, but a
configuration could not be read.`,
		Example: `  jwksaudit init deploy/
  jwksaudit init deploy/ mesh/ -o -`,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, paths []string) error {
			if len(paths) == 0 {
				paths = []string{"."}
			}
			return runInit(c.Context(), system, &flags, paths)
		},
	}
	f := command.Flags()
	f.SortFlags = false
	f.StringVarP(&flags.output, "output", "o", fleet.FileName, "write to this `FILE`; - is standard output")
	f.BoolVar(&flags.force, "force", false, "overwrite the file if it is there")
	return command
}

func runInit(ctx context.Context, system *System, flags *initFlags, paths []string) error {
	s := &settings{system: system, flags: &scanFlags{consumers: paths, fleet: noFleet}}
	report, err := s.readConsumers()
	if err != nil {
		return err
	}
	draft := fleet.Draft{Issuers: draftIssuers(report.Consumers), Sources: s.sourcesFor(flags.output, paths)}
	if flags.output == "-" {
		if err := draft.Write(system.Stdout); err != nil {
			return failure{exitInternal, fmt.Errorf("fleet file to standard output: %w", reason(err))}
		}
	} else if err := s.writeDraft(flags, &draft); err != nil {
		return err
	}
	for _, gap := range report.Gaps {
		system.say("not read: %s: %s", gap.Target, gap.Detail)
	}
	if code := s.exitCode(ctx, nil, report.Gaps); code != exitClean {
		return exit{code}
	}
	return nil
}

// writeDraft writes the file where none is, or over one that is to be overwritten.
func (s *settings) writeDraft(flags *initFlags, draft *fleet.Draft) error {
	path := s.path(flags.output)
	var err error
	if flags.force {
		err = writeFile(path, draft.Write)
	} else {
		err = writeNew(path, draft.Write)
	}
	switch {
	case errors.Is(err, fs.ErrExist):
		return usageError("%s is there already: --force overwrites it, -o - prints the new one", flags.output)
	case err != nil:
		return failure{exitInternal, fmt.Errorf("fleet file %s: %w", flags.output, reason(err))}
	}
	s.system.say("wrote %s: issuers (%d); fill in owners and rotations, then run `jwksaudit scan`", flags.output, len(draft.Issuers))
	return nil
}

// writeNew writes a file that nobody has, and leaves none behind that is half of it.
func writeNew(path string, render func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	if err := errors.Join(render(f), f.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// sourcesFor gives paths as they read from the folder of the fleet file. What would
// be a pattern there is escaped.
func (s *settings) sourcesFor(output string, paths []string) []string {
	dir := s.dir
	if output != "-" {
		dir = filepath.Dir(s.path(output))
	}
	var out []string
	for _, path := range paths {
		if relative, err := filepath.Rel(dir, s.path(path)); err == nil && !filepath.IsAbs(path) {
			path = relative
		}
		out = append(out, strings.NewReplacer("*", `\*`, "?", `\?`, "[", `\[`).Replace(filepath.ToSlash(path)))
	}
	return out
}

// draftIssuers lists who is trusted, in the order of the configurations.
func draftIssuers(consumers []*inventory.Consumer) []fleet.DraftIssuer {
	var order []string
	trusting := map[string][]*inventory.Consumer{}
	for _, c := range consumers {
		for _, name := range trustedNames(c) {
			if name == "" || strings.Contains(name, "@") { // what may be a credential is not written anew
				continue
			}
			issuer := strings.TrimSuffix(name, "/") // two spellings are one issuer; a rule says so
			if trusting[issuer] == nil {
				order = append(order, name)
			}
			trusting[issuer] = append(trusting[issuer], c)
		}
	}
	var out []fleet.DraftIssuer
	for _, name := range order {
		out = append(out, draftIssuer(name, trusting[strings.TrimSuffix(name, "/")]))
	}
	return out
}

// trustedNames lists the issuers of a consumer by their identifiers, else by their
// metadata's places or their key sets.
func trustedNames(c *inventory.Consumer) []string {
	if names := output.Known(c.Issuers); len(names) > 0 {
		return names
	}
	names := output.Known(c.JWKSURLs)
	for _, url := range output.Known(c.DiscoveryURLs) {
		issuer, _, _ := strings.Cut(url, "/.well-known/")
		names = append(names, issuer)
	}
	return names
}

// draftIssuer says of an issuer where its keys are, if all its consumers say so,
// and how much lead they need.
func draftIssuer(name string, consumers []*inventory.Consumer) fleet.DraftIssuer {
	issuer := fleet.DraftIssuer{URL: name, KeySet: statedKeySet(consumers)}
	if slices.Contains(output.Known(consumers[0].JWKSURLs), name) {
		issuer.URL, issuer.KeySet = "", name
	}
	for _, c := range consumers {
		issuer.Trusted = append(issuer.Trusted, output.ConsumerName(c)+" ("+c.Origin.String()+")")
	}
	if need, _ := window.Distribution(consumers, &window.Freshness{}); !need.High.Infinite && need.High.D > 0 && !slices.ContainsFunc(need.Terms, func(t window.Term) bool {
		return t.Name != window.HTTPCache && !t.From.Known()
	}) {
		issuer.Need = window.FormatSpan(need.High)
	}
	return issuer
}

// statedKeySet is the key set that all consumers of an issuer name which fetch
// keys; "" where one finds it through the issuer's metadata.
func statedKeySet(consumers []*inventory.Consumer) string {
	first := ""
	for _, c := range consumers {
		if !c.Remote() {
			continue
		}
		urls := output.Known(c.JWKSURLs)
		if len(urls) != 1 || len(c.Issuers) > 1 || strings.Contains(urls[0], "@") {
			return ""
		}
		first = cmp.Or(first, urls[0])
	}
	return first
}
