package scan

import (
	"context"
	"slices"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// regions looks at a key set in every region that is declared of its issuer. The
// usual look is among them, by the name of its server, so that it is compared too.
func (o *observation) regions(ctx context.Context, slot, part int, e *inventory.Endpoint, l lead) []*inventory.Observation {
	d := e.Declared
	if d == nil || len(d.Regions) == 0 || len(l.keys) == 0 || isRegionAlone(d, l) || o.source.replayElsewhere(ctx, l.url) != nil {
		return nil
	}
	usual := l.keys[len(l.keys)-1]
	var out []*inventory.Observation
	for _, region := range d.Regions {
		a := usual
		if canonical(region.URL) != l.url {
			answers := o.source.ask(ctx, canonical(region.URL))
			a = answers[len(answers)-1]
			if a.problem != nil && part == 0 {
				o.gapAt(slot, region.Name, a.problem)
			}
			if a.problem != nil && !asked(a.problem) {
				continue
			}
		}
		a.vantage = region.Name
		out = append(out, observed(a))
	}
	if !slices.ContainsFunc(d.Regions, func(r inventory.Region) bool { return canonical(r.URL) == l.url }) {
		usual.vantage = hostOf(l.url)
		out = append(out, observed(usual))
	}
	return out
}

// isRegionAlone reports whether a key set was named for itself and is that of a
// region: it is looked at with its issuer's.
func isRegionAlone(d *inventory.Declaration, l lead) bool {
	return l.metadata == nil && canonical(d.KeySetURL) != l.url &&
		slices.ContainsFunc(d.Regions, func(r inventory.Region) bool { return canonical(r.URL) == l.url })
}

// asked reports whether a problem tells of the server, and not of this run.
func asked(problem *inventory.Problem) bool {
	return problem.Kind != inventory.ProblemOffline && problem.Kind != inventory.ProblemInterrupted
}
