package rules

import (
	"maps"
	"slices"
	"time"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var vantagesDivergeLong = &Rule{
	ID:       "vantages-diverge-long",
	Title:    "Servers of one key set go on publishing different keys",
	Severity: High,
	Since:    "v0.1.0",
	Refs:     []Ref{OIDCCore("10.1.1"), CWE(362), NHI(6)},
	Why:      "No cache and no rotation explains it any more: these servers hold different keys. Consumers accept or refuse a token by which of them they happened to ask.",
	Fix:      "Find the server with the wrong set (a replica that kept or made a key of its own, a region that was left out) and publish one set from one store.",
	Endpoint: func(pass *EndpointPass) {
		if pass.Endpoint.Timeline == nil {
			return
		}
		age := outageAge(pass)
		looks := rounds(pass.Endpoint.Timeline.Polls)
		since, kid := dividedSince(looks)
		if since.IsZero() || age.High.Infinite {
			return
		}
		if lasted := looks[len(looks)-1].began.Sub(since); lasted > age.High.D {
			pass.ReportSetf("some servers have published kid %s and others have not for at least %s, want at most what caches explain",
				quote(kid), roughly(lasted)).Because(age)
		}
	},
}

func outageAge(pass *EndpointPass) window.Term {
	f, known := pass.Freshness()
	if !known {
		return window.Term{Name: window.HTTPCacheOutage, High: inventory.Forever(), From: inventory.Unknown}
	}
	return f.EOutage()
}

// round is one look at all vantages: their key sets by vantage.
type round struct {
	began time.Time
	sets  map[string]*inventory.KeySet
}

// rounds puts polls of particular vantages together that belong to one run: until
// one of them comes up again. Failed polls say nothing.
func rounds(polls []inventory.Poll) []round {
	var list []round
	for _, p := range polls {
		if p.Vantage == "" || p.Failed || p.Keys == nil {
			continue
		}
		if n := len(list); n == 0 || list[n-1].sets[p.Vantage] != nil {
			list = append(list, round{p.Time, map[string]*inventory.KeySet{}})
		}
		list[len(list)-1].sets[p.Vantage] = p.Keys
	}
	return list
}

// dividedSince finds a key that has stood at one vantage and been absent from
// another in every round since the time that it gives, the last one included. Zero
// where no key has in at least two rounds.
func dividedSince(list []round) (since time.Time, kid string) {
	var divided map[string]string // key at vantages: its kid
	for i, r := range slices.Backward(list) {
		now := divisions(r)
		if i < len(list)-1 {
			for id := range divided {
				if _, still := now[id]; !still {
					delete(divided, id)
				}
			}
		} else {
			divided = now
		}
		if len(divided) == 0 {
			return since, kid
		}
		if i < len(list)-1 {
			since, kid = r.began, divided[slices.Sorted(maps.Keys(divided))[0]]
		}
	}
	return since, kid
}

// divisions lists every key that one vantage has and another has not.
func divisions(r round) map[string]string {
	out := map[string]string{}
	for has, set := range r.sets {
		for i := range set.Keys {
			key := &set.Keys[i]
			for lacks, other := range r.sets {
				if !slices.ContainsFunc(other.Keys, func(k inventory.Key) bool { return keyIdentity(&k) == keyIdentity(key) }) {
					out[keyIdentity(key)+"\x00"+has+"\x00"+lacks] = key.Kid
				}
			}
		}
	}
	return out
}
