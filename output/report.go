package output

import (
	"slices"
	"time"

	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Report is everything that a run has to say. Nothing in it depends on how long
// the run took or on the order in which answers came.
type Report struct {
	Version   string    // of this program; "" in an unreleased build
	ScannedAt time.Time // the run's clock

	Profile   string          // by which was judged; "" for the default one
	Rules     []*rules.Rule   // the whole catalogue, in its order
	Findings  []rules.Finding // as rules.Merge sorts them
	Ignored   []rules.Ignored // findings that the fleet file takes out, in the same order
	Endpoints []Endpoint      // in target order; empty where no format needs them
	Consumers []*inventory.Consumer
	// Freshness is what HTTP caches may do with the key sets that a consumer
	// trusts: the longest. A consumer without an entry is looked at alone.
	Freshness map[*inventory.Consumer]window.Freshness
	Gaps      []inventory.Problem
	Skipped   []Count // what was passed over without being a gap

	Timeline *Timeline // what the history of one endpoint tells; nil but for its formats

	// Diff has only what is new, changed or resolved shown, where a format is for
	// people or programs that follow changes: see Shown.
	Diff     bool
	Since    time.Time       // of the scan that this one is compared with; zero for none
	Resolved []rules.Finding // that it had and this one has not

	EndpointCount int // how many endpoints were looked at
	FailedCount   int // how many of them gave no key set
	ExitCode      int
}

// Count is a number of things of one kind, such as unrecognised files.
type Count struct {
	What string // plural, lower case: "unrecognised files"
	N    int
}

// severities counts findings: of severity s at index s.
type severities [rules.Critical + 1]int

func (r *Report) severities() severities { return severitiesOf(r.Shown()) }

func severitiesOf(findings []rules.Finding) severities {
	var n severities
	for _, f := range findings {
		n[f.Rule.Severity]++
	}
	return n
}

// Shown are the findings to tell of: all, or with Diff those that are new or changed.
func (r *Report) Shown() []rules.Finding {
	if !r.Diff {
		return r.Findings
	}
	return slices.DeleteFunc(slices.Clone(r.Findings), func(f rules.Finding) bool { return f.Change == rules.ChangeNone })
}

// stale counts the findings about what could not be looked at now.
func (r *Report) stale() int {
	n := 0
	for i := range r.Findings {
		if !r.Findings[i].Stale.IsZero() {
			n++
		}
	}
	return n
}

// Failed reports whether the newest look at an endpoint gave no key set.
func Failed(e *inventory.Endpoint) bool { return endpointProblem(e) != "" }

// nothingSeen reports whether the run has gaps and nothing else to show for itself.
func (r *Report) nothingSeen() bool {
	return len(r.Gaps) > 0 && r.FailedCount == r.EndpointCount && len(r.Consumers) == 0 && len(r.Findings) == 0
}
