package rules_test

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan"
	"github.com/jwksaudit/jwksaudit/scan/consumer"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// relationRules are those that judge a consumer and a key set together.
func relationRules() []string {
	var ids []string
	for _, topic := range rules.Topics() {
		if topic.Name == "Consumers and the key sets that they trust" {
			for _, rule := range topic.Rules {
				ids = append(ids, rule.ID)
			}
		}
	}
	return ids
}

func relationEvaluator(t *testing.T) *rules.Evaluator {
	t.Helper()
	selected, err := rules.Select(rules.Selection{Only: relationRules()})
	if err != nil {
		t.Fatal(err)
	}
	return rules.NewEvaluator(selected, inventory.DefaultPolicy(), corpusTime)
}

// joined observes the endpoints of the corpus, with the consumers of its
// configurations where these trust them.
func joined(t *testing.T) (endpoints []*inventory.Endpoint, consumers []*inventory.Consumer) {
	t.Helper()
	captures := t.TempDir()
	writeObserved(t, captures)
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	plan, err := scan.NewPlan(scan.Request{
		Dir: dir, Args: []string{captures}, Consumers: []string{filepath.Join(corpusFolder, "consumers", "real")}, Now: corpusTime,
	})
	if err != nil {
		t.Fatal(err)
	}
	plan.Observe(context.Background(), scan.Run{
		Concurrency: 1, Now: func() time.Time { return corpusTime },
		Judge: func(_, _ int, e *inventory.Endpoint) {
			if last := e.Observations[len(e.Observations)-1]; last.Keys != nil && last.Keys.Value != nil {
				endpoints = append(endpoints, e)
			}
		},
	})
	return endpoints, plan.Consumers
}

// typical are consumers as products and libraries are where nobody sets anything.
func typical() []*inventory.Consumer {
	var all []*inventory.Consumer
	add := func(product string, v consumer.Variant) {
		all = append(all, &inventory.Consumer{
			Product: product, Variant: v.Name, Refresh: v.Refresh, Checks: v.Checks, Capabilities: v.Capabilities,
		})
	}
	for _, d := range consumer.Dialects() {
		for _, v := range d.Variants {
			add(d.Product, v)
		}
	}
	for _, l := range consumer.Libraries() {
		add(strings.TrimSpace(l.Name+" "+l.Since), l.Variant)
	}
	return all
}

// TestRelationsOnTheCorpus puts every product and library, with its defaults, before
// every real key set. That one cannot use a published key is true of some pairs; that
// it refuses all of them must be rare, since these services work.
func TestRelationsOnTheCorpus(t *testing.T) {
	endpoints, _ := joined(t)
	evaluator := relationEvaluator(t)
	tally := tallied{}
	matched, pairs := 0, 0
	for _, e := range endpoints {
		if len(e.Consumers) > 0 {
			matched++
			for _, f := range evaluator.Endpoint(e) {
				t.Logf("as configured: %s %s: %s", f.Rule.ID, f.URL, f.Message)
			}
		}
		for _, c := range typical() {
			pair := *e
			pair.Consumers = []*inventory.Consumer{c}
			pairs++
			findings := evaluator.Endpoint(&pair)
			for _, f := range findings {
				tally.add(f, strings.TrimSpace(c.Product+" "+c.Variant))
			}
			if byGoJose(c) {
				said := slices.ContainsFunc(findings, func(f rules.Finding) bool { return f.Rule.ID == "keyset-refused" })
				if rejected := rejectedByGoJose(e); said != (rejected != "") {
					t.Errorf("%s at %s: keyset-refused is %v, and go-jose says %q", c.Product, e.URL, said, rejected)
				}
			}
		}
	}
	t.Logf("%d key sets, %d of them trusted by a configuration of the corpus; %d pairs with a product or library", len(endpoints), matched, pairs)
	for _, id := range slices.Sorted(maps.Keys(tally)) {
		tally.log(t, id, pairs)
	}
}

// tallied counts findings by rule and by whom they are about.
type tallied map[string]map[string]int

func (c tallied) add(f rules.Finding, who string) {
	if c[f.Rule.ID] == nil {
		c[f.Rule.ID] = map[string]int{}
	}
	c[f.Rule.ID][who]++
}

func (c tallied) log(t *testing.T, id string, pairs int) {
	t.Helper()
	rule, err := rules.Lookup(id)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0
	for _, n := range c[id] {
		sum += n
	}
	t.Logf("%6d %4.1f%% %-6s %s", sum, 100*float64(sum)/float64(pairs), rule.Severity, id)
	who := slices.SortedFunc(maps.Keys(c[id]), func(a, b string) int { return cmp.Or(c[id][b]-c[id][a], strings.Compare(a, b)) })
	for _, name := range who[:min(5, len(who))] {
		t.Logf("            %5d %s", c[id][name], name)
	}
	if most := pairs / 20; rule.Severity >= rules.High && sum > most {
		t.Errorf("%s is found at %d of %d pairs, want at most %d: they work", id, sum, pairs, most)
	}
}

// byGoJose reports whether a consumer reads key sets with the library whose word
// package jwks has of every key.
func byGoJose(c *inventory.Consumer) bool {
	const library = "go-jose/go-jose@v4"
	return strings.HasPrefix(c.Capabilities.Spoilers.Cite, library) && strings.HasPrefix(c.Capabilities.KeyTypes.Cite, library)
}

// rejectedByGoJose is what go-jose says against the first key that it does not take.
// Negative serial numbers, which crypto/x509 alone refuses, are held against no key.
func rejectedByGoJose(e *inventory.Endpoint) string {
	for _, key := range e.Observations[len(e.Observations)-1].Keys.Value.Keys {
		if key.Rejected != "" && !strings.Contains(key.Rejected, "negative serial number") {
			return key.Rejected
		}
	}
	return ""
}

// TestWindowsOnTheCorpus gives the windows of every real configuration that fetches,
// under the headers of every real endpoint and without any, and logs the longest that
// is certain of each product.
func TestWindowsOnTheCorpus(t *testing.T) {
	endpoints, consumers := joined(t)
	headers := map[string]*window.Freshness{"none": nil}
	for _, e := range endpoints {
		if f, known := window.FreshnessOf(&e.Observations[len(e.Observations)-1].Keys.Response); known {
			headers[fmt.Sprint(f)] = &f
		}
	}
	longest := map[string]*[3]inventory.Span{} // until a new key, after a removal, after one in an outage
	count := map[string]int{}
	for _, c := range consumers {
		if !c.Remote() {
			continue
		}
		if longest[c.Product] == nil {
			longest[c.Product] = &[3]inventory.Span{}
		}
		count[c.Product]++
		for _, f := range headers {
			bounds := [3]window.Bound{window.NewKeyLag(c, f), window.RemovedKeyLag(c, f), window.RemovedKeyLagOutage(c, f)}
			for i, b := range bounds {
				if b.Low.Longer(b.High) {
					t.Errorf("%s %s: %s is no interval", c.Product, c.Origin, b)
				}
				if b.Low.Longer(longest[c.Product][i]) {
					longest[c.Product][i] = b.Low
				}
			}
			if healthy, outage := bounds[1], bounds[2]; healthy.Low.Longer(outage.Low) || healthy.High.Longer(outage.High) {
				t.Errorf("%s %s: %s healthy, and %s in an outage, want no less", c.Product, c.Origin, healthy, outage)
			}
		}
	}
	t.Logf("%d kinds of headers", len(headers))
	for _, product := range slices.Sorted(maps.Keys(count)) {
		var texts [3]string
		for i, span := range longest[product] {
			texts[i] = window.FormatSpan(span)
		}
		t.Logf("%-34s %3d  new key %-10s removed key %-10s in an outage %s", product, count[product], texts[0], texts[1], texts[2])
	}
}

// TestRefusalsOnTheCorpus holds that keyset-refused claims of no document, hostile
// ones included, that go-jose refuses it where that takes every key. What go-jose
// refuses beyond the known properties, such as points off their curve, is a miss.
func TestRefusalsOnTheCorpus(t *testing.T) {
	consumers := slices.DeleteFunc(typical(), func(c *inventory.Consumer) bool { return !byGoJose(c) || !c.Remote() })
	if len(consumers) == 0 {
		t.Fatal("no product reads key sets with go-jose")
	}
	evaluator := relationEvaluator(t)
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{"jwks/hostile", "jwks/real"} {
		sets, claimed, missed := 0, 0, map[string]int{}
		plan, err := scan.NewPlan(scan.Request{Dir: dir, Args: corpusFiles(t, folder), Now: corpusTime})
		if err != nil {
			t.Fatal(err)
		}
		plan.Observe(context.Background(), scan.Run{
			Concurrency: 1, Now: func() time.Time { return corpusTime },
			Judge: func(_, _ int, e *inventory.Endpoint) {
				keys := e.Observations[len(e.Observations)-1].Keys
				if keys == nil || keys.Value == nil || keys.Value.Form != inventory.FormSet {
					return
				}
				sets++
				e.Consumers = consumers[:1]
				findings := slices.DeleteFunc(evaluator.Endpoint(e), func(f rules.Finding) bool { return f.Rule.ID != "keyset-refused" })
				switch rejected := rejectedByGoJose(e); {
				case len(findings) > 0 && rejected == "":
					t.Errorf("%s: go-jose takes every key, and %s", e.Name(), findings[0].Message)
				case len(findings) > 0:
					claimed++
				case rejected != "":
					missed[rejected]++
				}
			},
		})
		t.Logf("%s: %d key sets, %d refused as claimed, missed %v", folder, sets, claimed, missed)
		if claimed == 0 {
			t.Errorf("%s: nothing is claimed: too little to mean anything", folder)
		}
	}
}
