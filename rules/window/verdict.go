package window

import (
	"slices"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Verdict is the outcome of an inequality between intervals.
type Verdict uint8

// The verdicts.
const (
	Unknown   Verdict = iota // too little is known to hold anything against it
	Sound                    // holds even at the ends that make it hardest to hold
	Suspect                  // holds at some ends and not at others
	Violation                // fails even at the ends that make it easiest to hold
)

// String gives the lower-case word of reports.
func (v Verdict) String() string {
	return [...]string{"unknown", "sound", "suspect", "violation"}[v]
}

// Judgement is an inequality with its numbers: Have against Want.
type Judgement struct {
	Verdict    Verdict
	Have, Want Bound
	atMost     bool // Have is to be at most Want; else at least
}

// AtLeast judges have >= want.
func AtLeast(have, want Bound) Judgement {
	j := Judgement{Have: have, Want: want}
	switch {
	case less(have.High, want.Low):
		j.Verdict = Violation
	case !less(have.Low, want.High):
		j.Verdict = Sound
	case vague(have) || want.High.Infinite:
		j.Verdict = Unknown // no measurement could tell
	default:
		j.Verdict = Suspect
	}
	return j
}

// AtMost judges have <= want.
func AtMost(have, want Bound) Judgement {
	j := Judgement{Have: have, Want: want, atMost: true}
	switch {
	case less(want.High, have.Low):
		j.Verdict = Violation
	case !less(want.Low, have.High):
		j.Verdict = Sound
	case vague(want) || have.High.Infinite:
		j.Verdict = Unknown
	default:
		j.Verdict = Suspect
	}
	return j
}

func vague(b Bound) bool { return b.High.Infinite && b.Low.D <= 0 && !b.Low.Infinite }

// Terms lists what the verdict rests on. An unknown quantity that a violation
// takes for nothing is left out: it cannot make the claim less sure.
func (j Judgement) Terms() []Term {
	greater, lesser := j.Have.Terms, j.Want.Terms
	if !j.atMost {
		greater, lesser = lesser, greater
	}
	claimed := func(t Term) bool {
		return j.Verdict != Violation || t.From.Known() || t.Low != inventory.Span{}
	}
	terms := slices.Clone(lesser)
	for _, t := range greater {
		if claimed(t) {
			terms = append(terms, t)
		}
	}
	return terms
}

// String prints the inequality with its numbers and where they come from:
// "5m = overlap 5m (observed) < 1h11m = interval 10m (vendor-default) + ...".
func (j Judgement) String() string {
	signs := map[Verdict]string{Violation: " < ", Sound: " >= ", Suspect: " may be < ", Unknown: " ? "}
	if j.atMost {
		signs = map[Verdict]string{Violation: " > ", Sound: " <= ", Suspect: " may be > ", Unknown: " ? "}
	}
	return j.Have.String() + signs[j.Verdict] + j.Want.String()
}
