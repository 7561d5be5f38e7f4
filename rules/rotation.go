package rules

import (
	"slices"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/rules/timeline"
	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// fallsShort reports whether an overlap is too short, or may be.
func fallsShort(o timeline.Overlap) bool {
	j := o.Judgement.Verdict
	return j == window.Violation || j == window.Suspect && o.BesideNew.Verdict == window.Suspect
}

// reportOverlap reports an overlap that falls short. A suspicion is tentative.
func reportOverlap(pass *EndpointPass, o timeline.Overlap, what string) {
	want := o.Judgement.Want.Low
	if o.Judgement.Verdict == window.Suspect {
		want = o.Judgement.Want.High
	}
	f := pass.Reportf(o.Old.Newest, "%s %s, want at least %s", what, measured(o.Seen), window.FormatSpan(want)).
		Because(o.Judgement.Terms()...)
	if o.Judgement.Verdict == window.Suspect {
		f.resting(inventory.Assumed)
	}
}

// lateConsumers are those that a new key reaches later than its predecessor went.
type lateConsumers struct {
	consumerGroups
	terms []window.Term
}

// outrun names the consumers that do not fetch on an unknown kid and that an overlap
// certainly left without the new key when the old one was gone (W7, W8); where no
// consumer is known, HTTP caches that may have handed out the old set for longer.
func outrun(pass *EndpointPass, o timeline.Overlap) *lateConsumers {
	late := &lateConsumers{}
	for _, l := range window.Unprepared(pass.Endpoint.Consumers, o.Freshness) {
		if j := window.JudgeLead(o.Seen, l.Bound); j.Verdict == window.Violation {
			late.add(l.Consumer, lag(l.Bound.Low, l.Bound.High, "only at a restart"))
			late.terms = j.Terms()
		}
	}
	if len(pass.Endpoint.Consumers) > 0 || o.Freshness == nil {
		return late
	}
	age, _ := window.CopyAge(nil, o.Freshness)
	if j := window.JudgeLead(o.Seen, age); j.Verdict == window.Violation {
		late.note("whoever is behind an HTTP cache", lag(age.Low, age.High, "without end"))
		late.terms = j.Terms()
	}
	return late
}

// currentLines lists the lines of which a key is published.
func (pass *EndpointPass) currentLines() []*timeline.Line {
	return slices.DeleteFunc(slices.Clone(pass.History().Lines), func(l *timeline.Line) bool { return l.Now() == 0 })
}

// newestLine is the one that got a key last.
func newestLine(lines []*timeline.Line) *timeline.Line {
	return slices.MaxFunc(lines, func(a, b *timeline.Line) int {
		return a.Keys[len(a.Keys)-1].Published().By.Compare(b.Keys[len(b.Keys)-1].Published().By)
	})
}

// expectedKeys is how many keys of a line are published at its pace (W5), and what
// that rests on; false where no steady pace is known.
func (pass *EndpointPass) expectedKeys(line *timeline.Line) (window.Count, []window.Term, bool) {
	cadence, known := pass.cadenceOf(line)
	if !known || len(line.Published) == 0 {
		return window.Count{}, nil, false
	}
	need := pass.History().Need(pass.Now)
	return window.PublishedKeys(need, cadence), append(slices.Clone(need.Terms), cadence), true
}

// unpurged reports whether so many keys of a line are published that retired ones
// stay: not where one went lately, for an issuer may keep a generation or two more.
func unpurged(pass *EndpointPass, line *timeline.Line) bool {
	count, terms, ok := pass.expectedKeys(line)
	if !ok || !count.Unpurged(line.Now()) {
		return false
	}
	lately := window.Sum(terms...).Plus(terms[len(terms)-1]).High // D + L + S + 2 R
	return !slices.ContainsFunc(line.Keys, func(k *timeline.Key) bool {
		return k.Gone() && !inventory.For(pass.Now.Sub(k.Removed().By)).Longer(lately)
	})
}

// kept is the longest time that a key of a line was published after its successor came.
func kept(line *timeline.Line) (longest time.Duration) {
	for _, key := range line.Keys {
		if next := line.Successor(key); next != nil && key.Gone() {
			longest = max(longest, key.Removed().By.Sub(next.Published().By))
		}
	}
	return longest
}

// lineName tells the findings of several lines apart.
func lineName(l *timeline.Line) string { return strings.Join([]string{l.Kty, l.Crv, l.Alg}, "/") }

// usually says where a cadence comes from.
func usually(cadence window.Term) string {
	if cadence.From == inventory.Observed {
		return " as usual"
	}
	return " (" + cadence.From.String() + ")"
}

func isOrAre(n int) string {
	if n == 1 {
		return "key is"
	}
	return "keys are"
}

// emptied reports since when no signing key is published that was before.
func emptied(pass *EndpointPass) (window.Bracket, bool) {
	h := pass.History()
	if n := len(h.Polls); n == 0 || len(h.Read) == 0 || h.Polls[n-1] != h.Read[len(h.Read)-1] {
		return window.Bracket{}, false // the newest look tells nothing about keys
	}
	return h.WithoutSigningKey()
}

// consumersFail reports whether a failed poll is one that consumers have too: the
// server does not answer, or not with a key set.
func consumersFail(p *inventory.Poll) bool {
	switch p.Problem {
	case inventory.ProblemStatus:
		return failing(p.Status)
	case inventory.ProblemConnect, inventory.ProblemResolve, inventory.ProblemTimeout, inventory.ProblemTLS,
		inventory.ProblemNotJSON, inventory.ProblemShape:
		return true
	}
	return false
}

// exposures tells when each key was first seen with its private half.
func exposures(pass *EndpointPass) map[string]time.Time {
	out := map[string]time.Time{}
	if line := pass.Endpoint.Timeline; line != nil {
		for thumbprint, at := range line.Exposed {
			out[thumbprint] = at
		}
	}
	var last *inventory.KeySet
	for _, p := range pass.History().Polls {
		if p.Keys == nil || p.Keys == last {
			continue
		}
		last = p.Keys
		for i := range p.Keys.Keys {
			key := &p.Keys.Keys[i]
			if at, known := out[key.Thumbprint]; len(publishedSecrets(key, false)) > 0 && (!known || p.Time.Before(at)) {
				out[key.Thumbprint] = p.Time
			}
		}
	}
	delete(out, "")
	return out
}
