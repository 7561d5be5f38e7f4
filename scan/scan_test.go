package scan

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

const (
	idp       = "https://idp.example.com"
	openID    = "/.well-known/openid-configuration"
	oauth     = "/.well-known/oauth-authorization-server"
	jwksURL   = "https://keys.example.com/jwks"
	commanded = " <command line"
)

// Metadata and consumers that lead to one key set make one endpoint of it, which
// is asked once and known to all who trust it.
func TestAStatedKeySetIsJoinedByItsIssuers(t *testing.T) {
	network := &site{pages: map[string]string{
		idp + openID: metadata(idp, jwksURL), "https://two.example.com" + openID: metadata("https://two.example.com", jwksURL), jwksURL: keySetA,
	}}
	plan := planOf(t, map[string]string{
		"a.yaml": istio("stating", rule{issuer: idp, keySet: jwksURL}),
		"b.yaml": istio("finding", rule{issuer: idp}),
		"c.yaml": istio("second", rule{issuer: "https://two.example.com"}),
	}, Request{Consumers: []string{"."}})
	trusted := " @shop/stating @shop/finding @shop/second; metadata ok keys a"
	wantSeen(t, observe(t.Context(), plan, network), []string{
		jwksURL + " asked as " + idp + " <a.yaml:6:14 <a.yaml:5:13 <b.yaml:5:13" + trusted,
		jwksURL + " asked as https://two.example.com <a.yaml:6:14 <c.yaml:5:13" + trusted,
	}, nil)
	slices.Sort(network.asked)
	wantLines(t, "asked", network.asked, []string{idp + openID, jwksURL, "https://two.example.com" + openID})
}

func TestAStatedKeySetAlone(t *testing.T) {
	plan := planOf(t, map[string]string{"a.yaml": istio("stating", rule{issuer: idp, keySet: jwksURL})}, Request{Consumers: []string{"."}})
	network := &site{pages: map[string]string{jwksURL: keySetA, idp: keySetB}}
	wantSeen(t, observe(t.Context(), plan, network),
		[]string{jwksURL + " asked as " + idp + " <a.yaml:6:14 @shop/stating; keys a"}, nil)
	if plan.Skipped.Optional != 1 {
		t.Errorf("%d issuers without metadata counted, want 1: the consumer does not need it", plan.Skipped.Optional)
	}
	if slices.Contains(network.asked, idp) {
		t.Errorf("asked %s, want only its well-known places: its role is known", idp)
	}
}

// What many targets lead to is asked once, also while it is under way.
func TestSharedDocumentsAreAskedOnce(t *testing.T) {
	pages := map[string]string{jwksURL: keySetA}
	var args, want []string
	for i := range 20 {
		issuer := fmt.Sprintf("%s/%02d", idp, i)
		pages[issuer+openID] = metadata(issuer, jwksURL)
		args = append(args, issuer)
		want = append(want, jwksURL+" asked as "+issuer+commanded+"; metadata ok keys a")
	}
	network := &site{pages: pages}
	wantSeen(t, observe(t.Context(), planOf(t, nil, Request{Args: args}), network), want, nil)
	count := map[string]int{}
	for _, address := range network.asked {
		if count[address]++; count[address] > 1 {
			t.Errorf("%s was asked %d times", address, count[address])
		}
	}
}

// What is remembered of answers does not grow with the fleet.
func TestOldAnswersAreForgotten(t *testing.T) {
	network := &site{pages: map[string]string{}}
	s := source{captures: captures{}, network: network, now: now, asked: map[string]func() answer{}}
	const size = 1 << 20
	for i := range 20 {
		address := fmt.Sprintf("%s/%d", idp, i)
		network.pages[address] = strings.Repeat(" ", size)
		s.ask(t.Context(), address)
		if s.remembered > maxRemembered || len(s.asked) > maxRemembered/size {
			t.Fatalf("%d octets of %d answers are remembered, want at most %d", s.remembered, len(s.asked), maxRemembered)
		}
	}
	s.ask(t.Context(), idp+"/19")
	if len(network.asked) != 20 {
		t.Errorf("asked %d times, want 20: the newest answer is remembered", len(network.asked))
	}
}

// The results stand in the order of the plan, in whatever order the answers come.
func TestResultsDoNotDependOnTiming(t *testing.T) {
	const n = 8 // as many as are looked at at once
	pages := map[string]string{}
	turn := map[string]chan struct{}{}
	var args, want, gaps []string
	for i := range n {
		address := fmt.Sprintf("https://%d.example.com/jwks", i)
		args, turn[address] = append(args, address), make(chan struct{})
		if i%2 == 0 {
			pages[address] = keySetA
			want = append(want, address+commanded+"; keys a")
			continue
		}
		pages[address] = "!connect"
		want = append(want, address+commanded+"; keys connect")
		gaps = append(gaps, address+": connect")
	}
	for _, reversed := range []bool{false, true} {
		order := slices.Clone(args)
		if reversed {
			slices.Reverse(order)
		}
		for _, address := range args {
			turn[address] = make(chan struct{})
		}
		close(turn[order[0]])
		network := &site{pages: pages, wait: func(address string) {
			<-turn[address]
			if next := slices.Index(order, address) + 1; next < n {
				close(turn[order[next]])
			}
		}}
		wantSeen(t, observe(t.Context(), planOf(t, nil, Request{Args: args}), network), want, gaps)
	}
}

// A fault in one target is its own gap, of everyone whom it was for, shows nothing
// of what was fetched and hides no other target.
func TestAFaultHidesNoOtherTarget(t *testing.T) {
	plan := planOf(t, map[string]string{
		"a.yaml": istio("stating", rule{issuer: "x", keySet: jwksURL}), "b.yaml": istio("finding", rule{issuer: idp}),
	}, Request{Args: []string{"https://broken.example.com", "https://good.example.com"}, Consumers: []string{"."}})
	network := &site{pages: map[string]string{
		"https://broken.example.com": "!panic", "https://good.example.com": keySetB, idp + openID: metadata(idp, jwksURL), jwksURL: "!panic",
	}}
	got := observe(t.Context(), plan, network)
	wantSeen(t, got, []string{"https://good.example.com" + commanded + "; keys b"},
		[]string{"https://broken.example.com: internal", jwksURL + ": internal", idp + ": internal"})
	for _, gap := range got.gaps {
		if strings.Contains(gap.Detail, "private text") {
			t.Errorf("gap %q shows the text of the fault", gap.Detail)
		}
	}
}

// A fault while one endpoint is judged leaves the others of its key set.
func TestAFaultInJudgingHidesNoOtherEndpoint(t *testing.T) {
	plan := planOf(t, map[string]string{
		"a.yaml": istio("stating", rule{issuer: "x", keySet: jwksURL}), "b.yaml": istio("one", rule{issuer: idp}),
		"c.yaml": istio("two", rule{issuer: "https://two.example.com"}),
	}, Request{Consumers: []string{"."}})
	network := &site{pages: map[string]string{
		idp + openID: metadata(idp, jwksURL), "https://two.example.com" + openID: metadata("https://two.example.com", jwksURL), jwksURL: keySetA,
	}}
	var judged []string
	gaps := plan.Observe(t.Context(), Run{Network: network, Now: now, Judge: func(_, _ int, e *inventory.Endpoint) {
		if e.Asked == idp {
			var none []int
			_ = none[len(judged)]
		}
		judged = append(judged, e.Asked)
	}})
	wantLines(t, "judged", judged, []string{"https://two.example.com"})
	wantLines(t, "gaps", describeGaps(gaps), []string{
		idp + ": internal: fault of jwksaudit, please report it: runtime error: index out of range [0] with length 0 <b.yaml:5:13"})
}

// After the run is stopped nothing more is asked, what was seen is kept, and all
// the rest is a gap.
func TestAStoppedRunKeepsWhatItSaw(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	var once sync.Once
	network := &site{
		pages: map[string]string{"https://a.example.com": keySetA, idp + openID: metadata(idp, jwksURL), jwksURL: keySetB},
		wait: func(address string) {
			if address == idp+openID {
				once.Do(stop)
			}
		},
	}
	plan := planOf(t, map[string]string{"c.yaml": istio("stating", rule{issuer: idp, keySet: jwksURL})},
		Request{Args: []string{"https://a.example.com", idp, "https://later.example.com"}, Consumers: []string{"."}})
	var endpoints []string
	progress := 0
	gaps := plan.Observe(ctx, Run{
		Network: network, Concurrency: 1, Now: now, // one at a time: in the order of the plan
		Judge:    func(_, _ int, e *inventory.Endpoint) { endpoints = append(endpoints, describeEndpoint(e)) },
		Progress: func(int, int) { progress++ },
	})
	wantLines(t, "endpoints", endpoints, []string{"https://a.example.com" + commanded + "; keys a"})
	const detail = ": interrupted: not looked at: the run was stopped before"
	wantLines(t, "gaps", describeGaps(gaps), []string{
		idp + detail + commanded + " <c.yaml:5:13",
		"https://later.example.com" + detail + commanded,
		jwksURL + detail + " <c.yaml:6:14",
	})
	wantLines(t, "asked", network.asked, []string{"https://a.example.com", idp + openID})
	if progress != len(plan.Targets) {
		t.Errorf("told of %d targets, want %d", progress, len(plan.Targets))
	}
}

func TestProgressCountsEveryTargetOnce(t *testing.T) {
	plan := planOf(t, map[string]string{"set.json": keySetA, "c.yaml": istio("stating", rule{issuer: idp, keySet: jwksURL})},
		Request{Args: []string{"https://a.example.com", "set.json"}, Consumers: []string{"c.yaml"}})
	got := observe(t.Context(), plan, &site{})
	if !slices.Equal(got.progress, []int{1, 2, 3, 4}) {
		t.Errorf("progress %v, want 1 2 3 4", got.progress)
	}
}
