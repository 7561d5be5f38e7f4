package fleet

import (
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// FileName is the name by which a fleet file is found in the working folder.
const FileName = "jwksaudit.yaml"

// MaxSize is the size in octets above which a fleet file is not read.
const MaxSize = config.MaxSize

// SchemaURL is where the JSON Schema of the file is published.
const SchemaURL = "https://raw.githubusercontent.com/jwksaudit/jwksaudit/main/docs/fleet.schema.json"

// File is a fleet file.
type File struct {
	Path      string // slash-separated, as positions name it
	Issuers   *inventory.Declarations
	Consumers []*inventory.Consumer // those declared by what they use
	Sources   []Source              // where configurations of others lie
	History   string                // a path from the fleet file's folder on, or "default"; "" where not said
	Policy    Policy
}

// Source is a file, folder or glob of consumer configurations.
type Source struct {
	Path               string // relative to the fleet file's folder, or absolute
	Owner, Environment string // of all consumers found there
	At                 inventory.Origin
}

// Policy is what the organisation asks of its key sets and of this program.
type Policy struct {
	inventory.Policy
	Profile    string            // "" where not said
	FailOn     string            // least severity that fails a run, or "none"; "" where not said
	Severities map[string]string // by rule: a severity, or "off"
	Ignores    []inventory.Ignore
}

// Words are the names that a fleet file may use of other packages.
type Words struct {
	Rules, Profiles, Severities []string
}

// Fault is one thing that is wrong with a fleet file.
type Fault struct {
	At   inventory.Origin
	Text string
}

// Error gives "jwksaudit.yaml:3:5: text".
func (f Fault) Error() string { return f.At.String() + ": " + f.Text }

// Faults is everything that is wrong with a fleet file, in order of place.
type Faults []Fault

// Error gives one fault a line.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i := range f {
		lines[i] = f[i].Error()
	}
	return strings.Join(lines, "\n")
}

// Parse reads a fleet file. The error is Faults.
func Parse(path string, data []byte, words Words) (*File, error) {
	r := &reader{
		words: words, file: &File{Path: path, Policy: Policy{Policy: inventory.DefaultPolicy(), Severities: map[string]string{}}},
		used: map[string]inventory.Consumer{}, named: map[string]inventory.Origin{},
	}
	if root := r.open(path, data); root != nil {
		r.object(root, keys{"issuers": r.issuers, "consumers": r.consumers, "history": r.history, "policy": r.policy})
		r.file.Issuers = inventory.NewDeclarations(r.declared)
		r.locateKeySets()
	}
	if len(r.faults) > 0 {
		return nil, r.sorted()
	}
	return r.file, nil
}
