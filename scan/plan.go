package scan

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/fleet"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Request is what the operator asks for.
type Request struct {
	Dir       string      // working folder, absolute: paths are relative to it
	Args      []string    // files, folders, URLs
	Lists     []string    // target lists, "-" for Stdin
	Stdin     io.Reader   // read at most once; nil is empty
	Consumers []string    // files and folders of consumer configurations
	Fleet     *fleet.File // nil without one
	Now       time.Time   // dates captures that carry no time
	// Dated dates the captures of a file that carry no time, by the file's path; nil
	// leaves it to Now.
	Dated func(path string) time.Time
}

// Plan is everything to look at, with who named it.
type Plan struct {
	Targets   []*inventory.Target   // in the order named, duplicates joined
	Consumers []*inventory.Consumer // in order of file and line
	Problems  []inventory.Problem   // what could not be planned
	Skipped   Skipped

	captures captures
	saved    map[*inventory.Target]capture // documents without a URL
	declared *inventory.Declarations       // nil without a fleet file
}

// planner collects a Plan.
type planner struct {
	Plan
	dir      string // working folder, absolute
	now      time.Time
	dated    func(path string) time.Time
	room     int // octets that may still be held
	index    map[key]*inventory.Target
	readings map[string]*reading     // by path
	order    []*reading              // as first read
	passed   map[string]bool         // paths that Skipped counts
	configs  []file                  // files that may be consumer configurations
	metadata []located               // recorded metadata documents, joined with their issuers at the end
	fleet    *fleet.File             // nil without one
	sources  map[string]fleet.Source // by file of configurations that the fleet file names
}

// key tells targets apart: one URL may be asked in several roles.
type key struct {
	address string
	role    inventory.Role
}

// NewPlan reads all files of the request and lists what to ask. Nothing is
// fetched. The error is the operator's: a list or a path of configurations that does
// not exist.
func NewPlan(request Request) (*Plan, error) {
	return newPlanner(request).run(request)
}

func newPlanner(request Request) *planner {
	if request.Dated == nil {
		request.Dated = func(string) time.Time { return request.Now }
	}
	return &planner{
		Plan: Plan{captures: captures{}, saved: map[*inventory.Target]capture{}},
		dir:  request.Dir, now: request.Now, dated: request.Dated, room: maxHeld,
		index: map[key]*inventory.Target{}, readings: map[string]*reading{}, passed: map[string]bool{},
		fleet: request.Fleet, sources: map[string]fleet.Source{},
	}
}

func (p *planner) run(request Request) (*Plan, error) {
	for _, arg := range request.Args {
		p.addText(arg, inventory.Origin{})
	}
	for _, list := range request.Lists {
		if err := p.addList(list, request.Stdin); err != nil {
			return nil, fmt.Errorf("--targets %s: %w", list, err)
		}
	}
	for _, path := range request.Consumers {
		if err := p.readConfigs(path, func(file) {}); err != nil {
			return nil, fmt.Errorf("--consumers %s: %w", path, err)
		}
	}
	if err := p.readFleet(); err != nil {
		return nil, err
	}
	p.addConsumers()
	p.joinMetadata()
	p.settleFiles()
	for _, target := range p.Targets {
		target.Origins, target.Consumers, target.Issuers =
			distinct(target.Origins), distinct(target.Consumers), distinct(target.Issuers)
	}
	p.captures.sort()
	plan := p.Plan // a copy: what only planning needs is not kept
	return &plan, nil
}

// Empty reports whether there is nothing to look at and nothing to say.
func (p *Plan) Empty() bool {
	return len(p.Targets) == 0 && len(p.Consumers) == 0 && len(p.Problems) == 0
}

func (p *planner) problem(problem inventory.Problem) { p.Problems = append(p.Problems, problem) }

// add joins a URL with what is already asked: the same URL twice is one target,
// and a role that somebody states wins over one that is still to be recognised.
func (p *planner) add(address string, role inventory.Role, origins ...inventory.Origin) *inventory.Target {
	target := p.find(address, role)
	if target == nil {
		target = &inventory.Target{URL: address, Role: role}
		p.Targets = append(p.Targets, target)
	}
	if target.Role == inventory.RoleUnknown {
		target.Role = role
	}
	p.index[key{address, target.Role}] = target
	target.Origins = append(target.Origins, origins...)
	return target
}

// find returns the target that a URL in this role is joined with; nil for none.
func (p *planner) find(address string, role inventory.Role) *inventory.Target {
	roles := []inventory.Role{role, inventory.RoleUnknown}
	if role == inventory.RoleUnknown {
		roles = []inventory.Role{role, inventory.RoleKeySet, inventory.RoleMetadata, inventory.RoleIssuer}
	}
	for _, r := range roles {
		if target := p.index[key{address, r}]; target != nil && target.Role == r { // roles change
			return target
		}
	}
	return nil
}

// walk goes through a path that somebody named.
func (p *planner) walk(given string, origin inventory.Origin, wanted func(string) bool, visit func(file)) error {
	w := walk{
		dir: p.dir, absolute: filepath.IsAbs(given), origin: origin, wanted: wanted, visit: visit,
		skip: p.skip, skipped: &p.Skipped, problem: p.problem,
	}
	return w.run(p.path(given))
}

func (p *planner) path(given string) string {
	if filepath.IsAbs(given) {
		return given
	}
	return filepath.Join(p.dir, given)
}

// distinct drops what stands in the list already.
func distinct[T comparable](list []T) []T {
	if len(list) < 2 {
		return list
	}
	seen := make(map[T]struct{}, len(list))
	return slices.DeleteFunc(list, func(v T) bool {
		_, again := seen[v]
		seen[v] = struct{}{}
		return again
	})
}
