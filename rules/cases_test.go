package rules_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/scan"
	"github.com/jwksaudit/jwksaudit/scan/fleet"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
	"github.com/jwksaudit/jwksaudit/scan/jwks"
)

var update = flag.Bool("update", false, "rewrite the expected parts of the cases and the catalogue")

// caseTime is when every case happens, unless a capture's Date says otherwise.
var caseTime = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

// TestCases runs all rules over every case. A case is a folder of an archive:
// what scan would find there, and in `want` the findings of the archive's rule.
//
//   - bad/NAME: the rule finds something, and says what `want` says;
//   - good/NAME: the rule finds nothing, and no other rule finds more than info.
//
// Of the rules that are off, only the archive's runs.
//
// A `jwksaudit.yaml` is the case's fleet file. What no capture holds, such as the
// TLS handshake, stands in `network.json`; what earlier runs saw, in `history`; what
// the consumers can bear, whatever the catalogue says of their products, in
// `consumers.json`.
func TestCases(t *testing.T) {
	for _, rule := range rules.All() {
		t.Run(rule.ID, func(t *testing.T) { testRule(t, rule) })
	}
}

func testRule(t *testing.T, rule *rules.Rule) {
	file := filepath.Join("..", "testdata", "rules", rule.ID+".txtar")
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatalf("rule has no cases: %v", err)
	}
	count := map[string]int{}
	for _, folder := range caseFolders(archive) {
		kind, _, _ := strings.Cut(folder, "/")
		count[kind]++
		t.Run(folder, func(t *testing.T) {
			findings := scanCase(t, archive, folder, rule.ID)
			switch kind {
			case "bad":
				checkBad(t, rule, archive, folder, findings)
			case "good":
				checkGood(t, rule, findings)
			default:
				t.Errorf("folder %q is neither bad/NAME nor good/NAME", folder)
			}
		})
	}
	if count["bad"] == 0 || count["good"] == 0 {
		t.Errorf("%d bad and %d good cases, want at least one of each", count["bad"], count["good"])
	}
	if *update && !t.Failed() {
		if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func checkBad(t *testing.T, rule *rules.Rule, archive *txtar.Archive, folder string, findings []rules.Finding) {
	var got strings.Builder
	for _, f := range findings {
		if f.Rule.ID == rule.ID {
			fmt.Fprintln(&got, describe(f))
		}
	}
	if got.Len() == 0 {
		t.Error("no finding, want at least one")
	}
	want := caseFile(archive, folder+"/want")
	if *update {
		want.Data = []byte(got.String())
	}
	if string(want.Data) != got.String() {
		t.Errorf("findings:\n%s\nwant (rewrite with -update):\n%s", got.String(), want.Data)
	}
}

func checkGood(t *testing.T, rule *rules.Rule, findings []rules.Finding) {
	for _, f := range findings {
		if f.Rule.ID == rule.ID || f.Rule.Severity > rules.Info {
			t.Errorf("%s (%s): %s", f.Rule.ID, f.Rule.Severity, describe(f))
		}
	}
}

// describe is the line of a finding in `want`.
func describe(f rules.Finding) string {
	var about []string
	for _, s := range []string{f.URL, f.Kid, f.Consumer} {
		if quoted := strconv.Quote(s); quoted != `"`+s+`"` { // no control or bidi character in a golden file
			s = quoted
		}
		if s != "" {
			about = append(about, s)
		}
	}
	if f.URL == "" {
		about = append(about, f.Origin.String())
	}
	line := fmt.Sprintf("%s (%s): %s", strings.Join(about, " "), f.Confidence, f.Message)
	for _, term := range f.Terms {
		line += fmt.Sprintf("\n    %s", term)
	}
	return line
}

// scanCase observes a case offline, as `jwksaudit scan --offline --consumers . .` would.
// Rules that are off run where they are named.
func scanCase(t *testing.T, archive *txtar.Archive, folder string, named ...string) []rules.Finding {
	t.Helper()
	dir := t.TempDir()
	for _, f := range archive.Files {
		name, ok := strings.CutPrefix(f.Name, folder+"/")
		if !ok || slices.Contains([]string{"want", "network.json", "consumers.json", "history", "blocklist.txt"}, name) {
			continue
		}
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	history := readHistory(t, archive, folder, dir)
	declared := caseFleet(t, archive, folder)
	plan, err := scan.NewPlan(scan.Request{Dir: dir, Args: []string{dir}, Consumers: []string{dir}, Fleet: declared, Now: caseTime})
	if err != nil {
		t.Fatal(err)
	}
	showConsumers(t, archive, folder, plan.Consumers)
	evaluator := rules.NewEvaluator(switchedOn(t, named...), declared.Policy.Policy, time.Time{}).WithBlocklist(caseBlocklist(t, archive, folder))
	var findings []rules.Finding
	var digests []rules.Digest
	gaps := plan.Observe(context.Background(), scan.Run{
		Concurrency: 1, Now: func() time.Time { return caseTime },
		Judge: func(_, _ int, e *inventory.Endpoint) {
			showNetwork(t, archive, folder, e)
			history.tell(e)
			findings = append(findings, evaluator.Endpoint(e)...)
			digests = append(digests, evaluator.Digest(e))
		},
	})
	for _, gap := range gaps {
		if gap.Kind == inventory.ProblemInternal {
			t.Errorf("%s: %s", gap.Target, gap.Detail)
		}
	}
	for _, c := range plan.Consumers {
		findings = append(findings, evaluator.Consumer(c)...)
	}
	findings = append(findings, evaluator.Fleet(rules.FleetFacts{
		Digests: digests, Consumers: plan.Consumers, Declared: declared.Issuers, Now: caseTime,
	})...)
	kept, _ := evaluator.Ignore(rules.Merge(findings), declared.Policy.Ignores, len(gaps) == 0, caseTime)
	return kept
}

// caseBlocklist makes a blocklist of the records of a case, one a line in hex; nil
// where it has none.
func caseBlocklist(t *testing.T, archive *txtar.Archive, folder string) *rules.Blocklist {
	t.Helper()
	i := slices.IndexFunc(archive.Files, func(f txtar.File) bool { return f.Name == folder+"/blocklist.txt" })
	if i < 0 {
		return nil
	}
	records, err := hex.DecodeString(strings.Join(strings.Fields(string(archive.Files[i].Data)), ""))
	if err != nil {
		t.Fatal(err)
	}
	list, err := rules.NewBlocklist(bytes.NewReader(records), int64(len(records)))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// caseFleet reads the fleet file of a case; an empty one where it has none.
func caseFleet(t *testing.T, archive *txtar.Archive, folder string) *fleet.File {
	t.Helper()
	words := fleet.Words{Severities: []string{"info", "low", "medium", "high", "critical"}}
	for _, rule := range rules.All() {
		words.Rules = append(words.Rules, rule.ID)
	}
	for _, f := range archive.Files {
		if f.Name == folder+"/"+fleet.FileName {
			file, err := fleet.Parse(fleet.FileName, f.Data, words)
			if err != nil {
				t.Fatal(err)
			}
			return file
		}
	}
	return &fleet.File{Path: fleet.FileName, Issuers: inventory.NewDeclarations(nil), Policy: fleet.Policy{Policy: inventory.DefaultPolicy()}}
}

// switchedOn is the catalogue in which rules that are off run where they are named.
func switchedOn(t *testing.T, named ...string) []*rules.Rule {
	t.Helper()
	settings := rules.Settings{}
	for _, rule := range rules.All() {
		if slices.Contains(named, rule.ID) {
			settings[rule.ID] = rules.At(rule.Severity)
		}
	}
	list, err := rules.Select(rules.Selection{Settings: settings})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// networkShows is a case's `network.json`: what the network shows of the newest
// response and its capture does not. A problem stands in place of the answer.
type networkShows struct {
	Time    time.Time
	TLS     *inventory.TLS
	Size    int    // of a body that the case does not spell out
	Elapsed string // as time.Duration writes it
	Problem *inventory.Problem
}

// lookShows is a look besides the usual one: from a vantage, or with other fields.
// What it leaves out is as the usual look has it.
type lookShows struct {
	Vantage, Accept, Origin string
	After                   string          // how much later it was
	Keys, Metadata          json.RawMessage // the documents
	Header                  inventory.Header
	Problem                 *inventory.Problem
}

// showNetwork makes the newest answers what they would be had they come over the network.
func showNetwork(t *testing.T, archive *txtar.Archive, folder string, e *inventory.Endpoint) {
	t.Helper()
	for _, f := range archive.Files {
		if f.Name != folder+"/network.json" {
			continue
		}
		var shown struct {
			Keys, Metadata       *networkShows
			Vantages, Variations []lookShows
			Before               []lookShows // looks of earlier runs, oldest first
		}
		if err := json.Unmarshal(f.Data, &shown); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		last := e.Observations[len(e.Observations)-1]
		show(shown.Keys, last.Keys, &last.Time)
		show(shown.Metadata, last.Metadata, &last.Time)
		for _, v := range shown.Variations {
			last.Variations = append(last.Variations, inventory.Variation{
				Accept: v.Accept, Origin: v.Origin, Keys: lookAt(t, v, last).Keys,
			})
		}
		for i, v := range shown.Vantages {
			e.Observations = slices.Insert(e.Observations, i, lookAt(t, v, last))
		}
		if len(shown.Before) > 0 {
			remember(t, e, shown.Before)
		}
	}
}

// remember gives an endpoint a history: earlier looks, and those of this run.
func remember(t *testing.T, e *inventory.Endpoint, before []lookShows) {
	t.Helper()
	last := e.Observations[len(e.Observations)-1]
	e.Timeline = &inventory.Timeline{URL: e.URL}
	for _, look := range before {
		e.Timeline.Polls = append(e.Timeline.Polls, inventory.PollOf(lookAt(t, look, last)))
	}
	for _, o := range e.Observations {
		e.Timeline.Polls = append(e.Timeline.Polls, inventory.PollOf(o))
	}
}

// lookAt makes the observation of a look from the usual one.
func lookAt(t *testing.T, look lookShows, usual *inventory.Observation) *inventory.Observation {
	t.Helper()
	keys := *usual.Keys
	o := &inventory.Observation{Time: usual.Time, Vantage: look.Vantage, Keys: &keys}
	if look.After != "" {
		d, err := time.ParseDuration(look.After)
		if err != nil {
			t.Fatal(err)
		}
		o.Time = o.Time.Add(d)
	}
	if look.Header != nil {
		keys.Response.Header = look.Header
	}
	if look.Keys != nil {
		keys.Value, keys.Problem = jwks.Decode(look.Keys)
	}
	if look.Metadata != nil {
		o.Metadata = &inventory.Document[inventory.Discovery]{Response: usual.Metadata.Response}
		o.Metadata.Value, o.Metadata.Problem = jwks.DecodeDiscovery(look.Metadata)
	}
	if look.Problem != nil {
		keys.Value, keys.Problem, keys.Response.Status = nil, look.Problem, look.Problem.Status
	}
	return o
}

func show[T any](shown *networkShows, document *inventory.Document[T], observed *time.Time) {
	if shown == nil || document == nil {
		return
	}
	response := &document.Response
	response.Capture, response.TLS = "", shown.TLS
	if !shown.Time.IsZero() {
		response.Time, *observed = shown.Time, shown.Time
	}
	if shown.Size > 0 {
		response.Size = shown.Size
	}
	if shown.Elapsed != "" {
		response.Elapsed, _ = time.ParseDuration(shown.Elapsed) // not elapsed: no finding, and the case fails
	}
	if shown.Problem != nil {
		response.Status, response.Header = 0, nil
		document.Value, document.Problem = nil, shown.Problem
	}
}

// caseFolders lists the first two path elements of the files, in order.
func caseFolders(archive *txtar.Archive) []string {
	var folders []string
	for _, f := range archive.Files {
		parts := strings.SplitN(f.Name, "/", 3)
		if folder := path.Join(parts[:min(2, len(parts))]...); !slices.Contains(folders, folder) {
			folders = append(folders, folder)
		}
	}
	return folders
}

// caseFile finds a file of an archive, adding it after its folder where it is missing.
func caseFile(archive *txtar.Archive, name string) *txtar.File {
	last := 0
	for i := range archive.Files {
		if archive.Files[i].Name == name {
			return &archive.Files[i]
		}
		if strings.HasPrefix(archive.Files[i].Name, path.Dir(name)+"/") {
			last = i + 1
		}
	}
	archive.Files = slices.Insert(archive.Files, last, txtar.File{Name: name})
	return &archive.Files[last]
}
