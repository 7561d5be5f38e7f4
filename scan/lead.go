package scan

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
	"github.com/jwksaudit/jwksaudit/scan/jwks"
)

// lead is where a target leads: to a key set, over metadata or directly, or to a problem.
type lead struct {
	target   *inventory.Target
	slot     int    // its place in the plan
	asked    string // issuer identifier whose metadata was looked up; "" where none was
	metadata *inventory.Document[inventory.Discovery]
	other    *inventory.Document[inventory.Discovery] // at the issuer's other well-known place; nil where there is none
	url      string                                   // of the key set; "" for a saved document, or where it leads to none
	keys     []answer                                 // what is already known of the key set, oldest first
	problem  *inventory.Problem
}

// follow finds out where a target leads.
func (s *source) follow(ctx context.Context, target *inventory.Target, saved *capture) lead {
	l := lead{target: target}
	switch {
	case saved != nil:
		s.followAnswers(ctx, &l, []answer{s.recordedAnswer(*saved)})
	case target.Role == inventory.RoleIssuer:
		s.followIssuer(ctx, &l, nil)
	default:
		s.followAnswers(ctx, &l, s.ask(ctx, target.URL))
	}
	return l
}

// followAnswers goes by the content of the newest answer: a key set, metadata,
// or neither, which makes a URL that nobody gave a role an issuer.
func (s *source) followAnswers(ctx context.Context, l *lead, answers []answer) {
	target, last := l.target, answers[len(answers)-1]
	kind, place := last.kind(), issuerOf(target.URL)
	switch {
	case target.Role == inventory.RoleKeySet,
		target.Role == inventory.RoleUnknown && kind == jwks.KindKeySet,
		target.Role == inventory.RoleUnknown && last.problem != nil && s.remembersKeySet(ctx, target.URL):
		l.url, l.keys = target.URL, answers
	case kind == jwks.KindResource:
		l.followMetadata(last)
	case kind == jwks.KindMetadata,
		kind == jwks.KindIssuer && (target.Role == inventory.RoleMetadata || place != ""):
		l.followMetadata(last)
		l.asked = place
		if l.metadata.Value != nil {
			l.asked = issuerAt(place, l.metadata.Value.Issuer)
		}
	case target.Role == inventory.RoleMetadata, place != "":
		l.asked = place
		l.problem = problemOf(last, "is not provider metadata: want a JSON object with issuer and jwks_uri")
		l.metadata = &inventory.Document[inventory.Discovery]{Response: last.response, Problem: l.problem}
	case s.mayBeIssuer(ctx, target, last):
		s.followIssuer(ctx, l, []string{outcome(last)})
	default:
		l.url, l.keys = target.URL, answers
	}
	if len(target.Issuers) > 0 && l.metadata != nil {
		l.asked = target.Issuers[0]
	}
}

// kind is what an answer holds.
func (a *answer) kind() jwks.Kind {
	if a.known != nil {
		return jwks.KindKeySet
	}
	return jwks.Sniff(a.body)
}

// mayBeIssuer reports whether metadata is looked for below a URL that serves
// something else: not where no server answers, and not where a recording shows
// that very URL and no metadata, as of a key set that failed.
func (s *source) mayBeIssuer(ctx context.Context, target *inventory.Target, last answer) bool {
	if target.URL != "" && s.remembersIssuer(ctx, target.URL) {
		return true
	}
	if target.URL == "" || !answered(last) {
		return false
	}
	return last.response.Capture == "" || slices.ContainsFunc(metadataLocations(target.URL), s.isRecorded)
}

func (s *source) isRecorded(address string) bool { return len(s.captures[address]) > 0 }

// answered reports whether a server answered at all: where none does, its
// well-known places need not be tried.
func answered(a answer) bool { return a.problem == nil || a.problem.Status != 0 }

func problemOf(a answer, otherwise string) *inventory.Problem {
	if a.problem != nil {
		return a.problem
	}
	return &inventory.Problem{Target: a.name(), Kind: inventory.ProblemShape, Detail: otherwise}
}

// name is what problems call the source of an answer.
func (a *answer) name() string { return cmp.Or(a.response.URL, a.response.Capture) }

// outcome is what a list of everything tried says of an answer.
func outcome(a answer) string {
	switch {
	case a.problem != nil:
		return a.name() + ": " + a.problem.Detail
	case jwks.Sniff(a.body) == jwks.KindKeySet:
		return a.name() + ": a key set, not provider metadata"
	}
	return a.name() + ": neither a key set nor provider metadata"
}

// followIssuer tries the well-known places of an issuer; the first that has
// metadata counts. A server that does not answer is not asked again.
func (s *source) followIssuer(ctx context.Context, l *lead, tried []string) {
	issuer := l.target.URL
	l.asked = issuer
	if len(l.target.Issuers) > 0 {
		l.asked = l.target.Issuers[0] // as a consumer spells it
	}
	if s.replayIssuer(ctx, l) {
		return
	}
	kind, detail := inventory.ProblemNoMetadata, "issuer has no metadata at its well-known places: name its key set by URL"
	locations := s.recordedFirst(metadataLocations(issuer))
	for i, location := range locations {
		answers := s.ask(ctx, location)
		last := answers[len(answers)-1]
		if kind := jwks.Sniff(last.body); kind == jwks.KindMetadata || kind == jwks.KindIssuer {
			l.followMetadata(last)
			l.other = s.otherMetadata(ctx, l, locations[i+1:])
			return
		}
		tried = append(tried, outcome(last))
		if l.metadata == nil { // the first place is the one to judge by its answer
			l.metadata = &inventory.Document[inventory.Discovery]{Response: last.response}
		}
		if !answered(last) {
			kind, detail = last.problem.Kind, last.problem.Detail
			if kind != inventory.ProblemOffline {
				break
			}
		}
	}
	l.problem = &inventory.Problem{Target: issuer, Kind: kind, Detail: detail, Tried: tried}
	if l.metadata != nil {
		l.metadata.Problem = l.problem
	}
}

// recordedFirst moves recorded places to the front: where one was recorded, the
// others need not be fetched.
func (s *source) recordedFirst(locations []string) []string {
	slices.SortStableFunc(locations, func(a, b string) int {
		return cmp.Compare(min(len(s.captures[b]), 1), min(len(s.captures[a]), 1))
	})
	return locations
}

// followMetadata reads a metadata document and takes its jwks_uri.
func (l *lead) followMetadata(a answer) {
	value, problem := jwks.DecodeDiscovery(a.body)
	l.metadata = &inventory.Document[inventory.Discovery]{Response: a.response, Value: value, Problem: problem}
	if problem != nil {
		problem.Target = a.name()
		l.problem = problem
		return
	}
	noKeys := func(detail string) {
		l.problem = &inventory.Problem{Target: a.name(), Kind: inventory.ProblemNoJWKSURI, Detail: detail}
	}
	u, err := url.Parse(cmp.Or(value.JWKSURI, value.SignedJWKSURI))
	switch {
	case value.JWKSURI == "" && value.SignedJWKSURI == "" && value.Resource != "": // a resource need not have keys (RFC 9728 section 2)
	case value.JWKSURI == "" && value.SignedJWKSURI == "":
		noKeys("metadata has no jwks_uri: nothing says where the keys are")
	case err != nil || !u.IsAbs():
		noKeys("jwks_uri is not an absolute URL: want one with https://")
	case u.User != nil:
		noKeys("jwks_uri holds a user name or password, which everybody can read: want a URL without")
	default:
		if err := checkAddress(u); err != nil {
			noKeys("jwks_uri " + err.Error())
			return
		}
		l.url = u.String()
	}
}

// datedMetadata gives the observations of captures the metadata that was captured by
// then, or within the hour after, and led to the same key set: as a run at that time
// would have had it.
func (s *source) datedMetadata(l *lead, seen []*inventory.Observation) {
	if l.metadata == nil || l.metadata.Response.Capture == "" {
		return
	}
	answers := s.captures.answers(l.metadata.Response.URL)
	var newest *inventory.Document[inventory.Discovery]
	for _, o := range seen {
		for len(answers) > 0 && !answers[0].response.Time.After(o.Time.Add(time.Hour)) {
			then := lead{target: l.target}
			then.followMetadata(s.recordedAnswer(answers[0]))
			if answers = answers[1:]; then.url == l.url {
				newest = then.metadata
			}
		}
		if o.Vantage == "" && o.Keys != nil {
			o.Metadata = newest
		}
	}
}
