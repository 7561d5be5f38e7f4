package rules_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/scan"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

const (
	corpusFolder  = "../../shared/corpus" // beside the repository, and not published
	baseRatesFile = "../testdata/base-rates.tsv"
)

// corpusTime is when the corpus was observed.
var corpusTime = time.Date(2026, 8, 22, 0, 0, 0, 0, time.UTC)

// corpusPart is one part of the corpus.
type corpusPart struct {
	name  string
	real  bool           // published as it is, and meant to be healthy
	seen  map[string]int // how many "key sets", "providers", ... were looked at, and "all"
	found map[string]int // by rule: in how many it finds something
}

// TestBaseRates keeps testdata/base-rates.tsv true: in how many documents of every
// part of the corpus each rule finds something. A change of a rule's reach shows
// there as a changed line. Rules that are off run too.
func TestBaseRates(t *testing.T) {
	if testing.Short() {
		t.Skip("it looks at some two thousand documents")
	}
	got := rateTable(corpusParts(t))
	if *update {
		if err := os.WriteFile(baseRatesFile, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(baseRatesFile)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(got) {
		if !strings.Contains("\n"+string(want), "\n"+line) {
			t.Errorf("is now %q; if that is meant: go test ./rules -run 'TestBaseRates|TestCatalogue' -update", line)
		}
	}
	if n := strings.Count(string(want), "\n") - strings.Count(got, "\n"); n > 0 {
		t.Errorf("%s has %d lines too many: rewrite it with -update", baseRatesFile, n)
	}
}

func corpusParts(t *testing.T) []corpusPart {
	parts := []corpusPart{observedEndpoints(t)}
	for _, folder := range []string{
		"jwks/real/snapshots", "jwks/real/hosted", "jwks/real/vci", "discovery/real/snapshots",
		"jwks/real/x509-map", "jwks/hostile", "discovery/hostile",
	} {
		part := survey(t, folder, corpusFiles(t, folder), nil)
		part.real = strings.Contains(folder, "/real/") && folder != "jwks/real/x509-map" // no key sets
		parts = append(parts, part)
	}
	consumers := survey(t, "consumers", nil, []string{filepath.Join(corpusFolder, "consumers", "real")})
	consumers.real = true
	return append(parts, consumers)
}

// corpusFiles lists the files below a folder of the corpus; without it the test is skipped.
func corpusFiles(t *testing.T, folder string) []string {
	t.Helper()
	var files []string
	root := filepath.Join(corpusFolder, filepath.FromSlash(folder))
	err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			files = append(files, path)
		}
		return err
	})
	if err != nil || len(files) == 0 {
		t.Skip("the shared corpus is not here")
	}
	return files
}

// observedEndpoints looks at the endpoints of which key set, metadata and headers
// are known, as captures. Numbers in their headers are masked: an hour stands in.
func observedEndpoints(t *testing.T) corpusPart {
	dir := t.TempDir()
	writeObserved(t, dir)
	part := survey(t, "observed", []string{dir}, nil)
	part.real = true
	return part
}

// writeObserved writes a capture of each endpoint and of its metadata.
func writeObserved(t *testing.T, dir string) {
	t.Helper()
	for _, file := range corpusFiles(t, "http/real/jwks-observer") {
		folder, base := filepath.Split(file)
		if base != "status.json" {
			continue
		}
		var status map[string]struct {
			URI    string
			Status int `json:"status_code"`
		}
		readJSON(t, file, &status)
		name := filepath.Base(folder)
		for kind, body := range map[string]string{"jwks": "jwks/real/jwks-observer", "oidc": "discovery/real/jwks-observer"} {
			data, err := os.ReadFile(filepath.Join(corpusFolder, body, name+".json"))
			if err != nil || status[kind].Status != 200 {
				continue
			}
			var header map[string]string
			readJSON(t, filepath.Join(folder, kind+"-headers.json"), &header)
			text := captured(status[kind].URI, header, data)
			if err := os.WriteFile(filepath.Join(dir, name+"-"+kind+".http"), text, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func captured(url string, header map[string]string, body []byte) []byte {
	text := fmt.Sprintf("# %s\nHTTP/1.1 200 OK\nDate: %s\n", url, corpusTime.Format(time.RFC1123))
	for name, value := range header {
		if name != "Date" && !strings.HasSuffix(name, "-Encoding") && name != "Content-Length" {
			text += name + ": " + strings.ReplaceAll(value, "[placeholder]", "3600") + "\n"
		}
	}
	return append([]byte(strings.ReplaceAll(text, " UTC\n", " GMT\n")+"\n"), body...)
}

func readJSON(t *testing.T, file string, value any) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(data, value)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// survey observes documents and configurations offline and judges them by all rules.
func survey(t *testing.T, name string, documents, consumers []string) corpusPart {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	plan, err := scan.NewPlan(scan.Request{Dir: dir, Args: documents, Consumers: consumers, Now: corpusTime})
	if err != nil {
		t.Fatal(err)
	}
	part := corpusPart{name: name, seen: map[string]int{}, found: map[string]int{}}
	evaluator := rules.NewEvaluator(switchedOn(t, slices.DeleteFunc(allRules(), uncounted)...), inventory.DefaultPolicy(), corpusTime)
	var digests []rules.Digest
	plan.Observe(context.Background(), scan.Run{
		Concurrency: 1, Now: func() time.Time { return corpusTime },
		Judge: func(_, _ int, e *inventory.Endpoint) {
			if len(documents) == 0 {
				return // what the configurations trust is not here
			}
			part.look(e)
			part.note(evaluator.Endpoint(e))
			digests = append(digests, evaluator.Digest(e))
		},
	})
	part.note(evaluator.Fleet(rules.FleetFacts{Digests: digests, Consumers: plan.Consumers, Now: caseTime}))
	part.seen["configurations"] = len(plan.Consumers)
	part.seen["all"] += len(plan.Consumers)
	for _, c := range plan.Consumers {
		part.note(evaluator.Consumer(c))
	}
	return part
}

func (p *corpusPart) look(e *inventory.Endpoint) {
	last := e.Observations[len(e.Observations)-1]
	p.seen["all"]++
	if last.Metadata != nil && last.Metadata.Value != nil {
		p.seen["providers"]++
	}
	if last.Keys != nil && last.Keys.Value != nil {
		p.seen["key sets"]++
		if last.Keys.Response.Header != nil {
			p.seen["endpoints"]++
		}
	}
}

// note counts each rule once for what it finds something about.
func (p *corpusPart) note(findings []rules.Finding) {
	seen := map[string]bool{}
	for _, f := range findings {
		if about := f.Rule.ID + "\x00" + f.URL + "\x00" + f.Origin.String(); !seen[about] {
			seen[about] = true
			p.found[f.Rule.ID]++
		}
	}
}

// uncounted is a rule that is too slow to run over the corpus.
func uncounted(id string) bool { return id == "rsa-factor-smooth" }

func allRules() []string {
	var ids []string
	for _, rule := range rules.All() {
		ids = append(ids, rule.ID)
	}
	return ids
}

// rateTable writes one line a rule, by ID: first the rate over the parts that tell
// of healthy endpoints and that the rule can judge, then the count in every part.
func rateTable(parts []corpusPart) string {
	lines := []string{}
	for _, topic := range rules.Topics() {
		what := measuredBy(topic.Name)
		for _, rule := range topic.Rules {
			if uncounted(rule.ID) {
				continue
			}
			found, of := 0, 0
			cells := []string{}
			for _, part := range parts {
				if part.real && part.seen[what] > 0 {
					found, of = found+part.found[rule.ID], of+part.seen[what]
				}
				cells = append(cells, strconv.Itoa(part.found[rule.ID]))
			}
			head := []string{rule.ID, strconv.Itoa(found), strconv.Itoa(of), what}
			lines = append(lines, strings.Join(append(head, cells...), "\t"))
		}
	}
	slices.Sort(lines)
	head, seen := "rule\tfound\tof\twhat", "(looked at)\t\t\t"
	for _, part := range parts {
		head += "\t" + part.name
		seen += "\t" + strconv.Itoa(part.seen["all"])
	}
	return strings.Join(append([]string{head, seen}, lines...), "\n") + "\n"
}

// measuredBy names what the rules of a topic judge; "" where the corpus has no such thing.
func measuredBy(topic string) string {
	switch topic {
	case "Key material", "Key metadata", "Key encoding", "Certificates in keys", "Key sets", "SPIFFE bundles", "Signed key sets":
		return "key sets"
	case "Provider metadata":
		return "providers"
	case "Transport", "Caching":
		return "endpoints" // with their headers
	case "Consumers":
		return "configurations"
	}
	return ""
}
