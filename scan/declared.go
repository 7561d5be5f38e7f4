package scan

import (
	"cmp"
	"errors"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/fleet"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// readFleet takes up what the fleet file declares: its issuers are targets, and
// the configurations that it names are read. The error is fleet.Faults: paths where
// nothing is.
func (p *planner) readFleet() error {
	if p.fleet == nil {
		return nil
	}
	p.reading(file{path: p.fleet.Path}).recognised = true
	p.declared = p.fleet.Issuers
	for _, d := range p.declared.All {
		p.addDeclared(d)
	}
	var faults fleet.Faults
	for _, source := range p.fleet.Sources {
		if err := p.readSource(source); err != nil {
			faults = append(faults, fleet.Fault{At: source.At, Text: "path " + source.Path + ": " + err.Error()})
		}
	}
	if len(faults) > 0 {
		return faults
	}
	return nil
}

// addDeclared makes an issuer a target, until it is retired. Where its key set is
// declared, metadata is not what anybody needs.
func (p *planner) addDeclared(d *inventory.Declaration) {
	if d.RetiredBy(p.now) {
		return
	}
	if address := canonical(d.KeySetURL); address != "" {
		target := p.add(address, inventory.RoleKeySet, d.Origin)
		if d.Issuer != "" {
			target.Issuers = append(target.Issuers, d.Issuer)
		}
	}
	address := canonical(d.Issuer)
	if address == "" {
		return
	}
	isNew := p.find(address, inventory.RoleIssuer) == nil
	target := p.add(address, inventory.RoleIssuer, d.Origin)
	target.Issuers = append(target.Issuers, d.Issuer)
	target.Optional = d.KeySetURL != "" && (target.Optional || isNew)
}

// readSource reads configurations from a path of the fleet file: a file, a folder, or
// a glob of either, from the fleet file's folder on.
func (p *planner) readSource(source fleet.Source) error {
	given := source.Path
	if !filepath.IsAbs(given) {
		given = path.Join(path.Dir(p.fleet.Path), given)
	}
	paths := []string{given}
	if strings.ContainsAny(given, "*?[") {
		found, err := filepath.Glob(p.path(given))
		switch {
		case err != nil:
			return errors.New("is no pattern: want *, ? or [a-z] in a path")
		case len(found) == 0:
			return errors.New("fits no file and no folder")
		}
		paths = p.relative(found)
	}
	for _, one := range paths {
		if err := p.readConfigs(one, func(f file) { p.noteSource(f, source) }); err != nil {
			return err
		}
	}
	return nil
}

// relative gives paths as somebody in the working folder would.
func (p *planner) relative(paths []string) []string {
	for i, one := range paths {
		if short, err := filepath.Rel(p.dir, one); err == nil && !strings.HasPrefix(short, "..") {
			paths[i] = short
		}
	}
	return paths
}

// noteSource remembers who has the consumers of a file: of several entries that
// hold it the one with the longest path, which says most.
func (p *planner) noteSource(f file, source fleet.Source) {
	if have, ok := p.sources[f.path]; !ok || len(source.Path) > len(have.Path) {
		p.sources[f.path] = source
	}
}

// withDeclared joins the consumers that were found with those that are declared.
func (p *planner) withDeclared(found []*inventory.Consumer) []*inventory.Consumer {
	if p.fleet == nil {
		return found
	}
	for _, c := range found {
		source := p.sources[c.Origin.File]
		c.Owner, c.Environment = source.Owner, source.Environment
	}
	all := slices.Concat(found, p.fleet.Consumers)
	slices.SortStableFunc(all, func(a, b *inventory.Consumer) int {
		return cmp.Or(a.Origin.Compare(b.Origin), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Product, b.Product))
	})
	return all
}
