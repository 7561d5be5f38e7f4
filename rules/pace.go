package rules

import (
	"github.com/jwksaudit/jwksaudit/rules/timeline"
	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Pace is how an endpoint rotates the keys of its main line.
type Pace struct {
	Line     *timeline.Line // nil where nothing signs
	Observed window.Term    // R; zero where no steady pace can be told
	Steady   bool
	Declared window.Term // R as the fleet file has it; zero where it says nothing
	// Expected is how many keys of the line are to be published at any time, at the
	// declared pace or else at the observed one; nil where neither is known.
	Expected *window.Count
}

// PaceOf reads the pace of an endpoint from its history.
func PaceOf(e *inventory.Endpoint, h *timeline.History) Pace {
	p := Pace{Line: h.Main()}
	if p.Line == nil {
		return p
	}
	pass := &EndpointPass{Endpoint: e, history: func() *timeline.History { return h }}
	if n := len(h.Read); n > 0 {
		pass.Now = h.Read[n-1].Time
	}
	p.Observed, p.Steady = p.Line.Cadence()
	p.Declared, _ = pass.declaredCadence()
	if count, _, ok := pass.expectedKeys(p.Line); ok {
		p.Expected = &count
	}
	return p
}
