package output

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// What GitHub code scanning takes (docs.github.com, "SARIF support for code
// scanning"): over MaxSARIFResults it refuses the file, over shownResults it
// shows some of them, and of related locations it keeps 100.
const (
	MaxSARIFResults = 25_000

	shownResults   = 5_000
	shownRelated   = 100
	maxDescription = 1024
	maxTags        = 10
	maxText        = 1000 // our own: no remote text makes a result larger
)

const (
	repository  = "https://github.com/jwksaudit/jwksaudit"
	sarifSchema = "https://json.schemastore.org/sarif-2.1.0.json"
	// fetchFailed is the one ruleId that is no rule: something could not be looked at.
	fetchFailed = "fetch-failed"
)

// sarifLog, sarifRun and sarifDriver are go-sarif's types with what they lack: a
// rule's relationships, and references that do not say "guid": null, which the
// schema forbids. A field here hides the one of the same name that is embedded.
type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool sarifTool `json:"tool"`
	*sarif.Run
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	*sarif.ToolComponent
	Rules               []sarifRule      `json:"rules"`
	SupportedTaxonomies []sarifComponent `json:"supportedTaxonomies,omitempty"`
}

// writeSARIF writes one run with the whole catalogue, so that rules never vary
// with what was found.
func writeSARIF(w io.Writer, r *Report, o Options) error {
	catalogue := newSARIFCatalogue(r.Rules)
	results := newSARIFResults(r, o, catalogue)
	run := sarif.NewRun(sarif.Tool{})
	run.Taxonomies = catalogue.taxonomies
	run.Results = results.list()
	run.Invocations = []*sarif.Invocation{{
		EndTimeUTC: new(r.ScannedAt.UTC()),
		ExitCode:   &r.ExitCode,
		// GitHub may refuse a file that says false, so only a run that saw nothing
		// or was interrupted (128 + signal) says it.
		ExecutionSuccessful:        new(!r.nothingSeen() && r.ExitCode < 128),
		ToolExecutionNotifications: results.notifications(),
	}}
	if o.SARIFCategory != "" {
		// "category/run-id", split at the last slash; our run-id is empty.
		run.AutomationDetails = &sarif.RunAutomationDetails{ID: new(o.SARIFCategory + "/")}
	}
	version := cmp.Or(strings.TrimPrefix(r.Version, "v"), "0") // GitHub compares runs by it; it may not be empty
	driver := sarif.NewDriver("jwksaudit").WithVersion(version).WithInformationURI(repository)
	log := sarifLog{sarifSchema, string(sarif.Version210), []sarifRun{{
		sarifTool{sarifDriver{driver, catalogue.rules, catalogue.supported}}, run,
	}}}
	return writeIndented(w, log)
}

// writeIndented marshals into memory first: half a file is worse than none.
func writeIndented(w io.Writer, value any) error {
	var buffer strings.Builder
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(value); err != nil {
		return err
	}
	_, err := io.WriteString(w, escapeJSON(buffer.String()))
	return err
}

// sarifResults makes the results of one run.
type sarifResults struct {
	report  *Report
	options Options
	index   map[string]uint // of each rule in the catalogue
	seen    map[string]int  // gaps by target
}

func newSARIFResults(r *Report, o Options, catalogue *sarifCatalogue) *sarifResults {
	return &sarifResults{report: r, options: o, index: catalogue.index, seen: make(map[string]int)}
}

// list gives all results, most severe first: findings from medium upwards, gaps,
// the other findings. What is beyond GitHub's limit is cut, and the last result says so.
func (s *sarifResults) list() []*sarif.Result {
	findings, gaps := s.report.Findings, s.report.Gaps
	total := len(findings) + len(gaps)
	room := MaxSARIFResults
	if total > room {
		room--
	}
	minor := slices.IndexFunc(findings, func(f rules.Finding) bool { return f.Rule.Severity < rules.Medium })
	if minor < 0 {
		minor = len(findings)
	}
	out := make([]*sarif.Result, 0, min(total, MaxSARIFResults))
	add := func(n int, result func(i int) *sarif.Result) {
		for i := range min(n, room-len(out)) {
			out = append(out, result(i))
		}
	}
	add(minor, func(i int) *sarif.Result { return s.finding(&findings[i]) })
	add(len(gaps), func(i int) *sarif.Result { return s.gap(&gaps[i]) })
	add(len(findings)-minor, func(i int) *sarif.Result { return s.finding(&findings[minor+i]) })
	if total > MaxSARIFResults {
		out = append(out, s.cut(total))
	}
	return out
}

func (s *sarifResults) finding(f *rules.Finding) *sarif.Result {
	result := s.result(f.Rule.ID, sarifLevel(f.Rule.Severity), findingSentences(f), f.Fingerprint)
	result.Locations = []*sarif.Location{{
		PhysicalLocation: s.place(f.Origin, cmp.Or(f.URL, f.Issuer)),
		LogicalLocations: logicalLocations(f),
	}}
	for i, origin := range f.Related[:min(len(f.Related), shownRelated)] {
		result.RelatedLocations = append(result.RelatedLocations, &sarif.Location{
			Id:               new(uint(i + 1)),
			PhysicalLocation: s.place(origin, cmp.Or(f.URL, f.Issuer)),
			Message:          sarifMessage("also named here"),
		})
	}
	result.Properties = findingProperties(f)
	return result
}

func (s *sarifResults) gap(p *inventory.Problem) *sarif.Result {
	var origin inventory.Origin
	if len(p.Origins) > 0 {
		origin = p.Origins[0]
	}
	ordinal := s.seen[p.Target]
	s.seen[p.Target]++
	result := s.result(fetchFailed, "warning", gapSentences(p), gapFingerprint(p.Target, ordinal))
	result.Locations = []*sarif.Location{{
		PhysicalLocation: s.place(origin, p.Target),
		LogicalLocations: []*sarif.LogicalLocation{{FullyQualifiedName: new(clip(Plain(p.Target), maxText)), Kind: new("resource")}},
	}}
	result.Properties = sarif.Properties{"url": clip(p.Target, maxText), "problem": string(p.Kind)}
	return result
}

// cut says that the results go on beyond what the file may hold.
func (s *sarifResults) cut(total int) *sarif.Result {
	text := fmt.Sprintf("%d of %d results are missing here: code scanning takes %d, and the least severe were left out. Scan fewer targets at a time, or disable rules.",
		total-MaxSARIFResults+1, total, MaxSARIFResults)
	result := s.result(fetchFailed, "warning", text, gapFingerprint("results over the limit", 0))
	result.Locations = []*sarif.Location{{PhysicalLocation: s.place(inventory.Origin{}, "jwksaudit/results")}}
	return result
}

func (s *sarifResults) result(rule, level, text, fingerprint string) *sarif.Result {
	result := sarif.NewRuleResult(rule)
	result.RuleIndex = new(s.index[rule])
	result.Level = &level
	result.Message = *sarifMessage(text)
	// The one fingerprint that GitHub reads; what follows the colon counts equal
	// lines of a file, and ours are unique.
	result.PartialFingerprints = map[string]any{"primaryLocationLineHash": fingerprint + ":1"}
	return result
}

// notifications repeat the gaps where SARIF has a place for them.
func (s *sarifResults) notifications() []*sarif.Notification {
	var out []*sarif.Notification
	note := func(text string) {
		out = append(out, &sarif.Notification{
			Level: "warning", Message: sarifMessage(text),
			AssociatedRule: &sarif.ReportingDescriptorReference{Id: new(fetchFailed), Index: new(s.index[fetchFailed])},
		})
	}
	if total := len(s.report.Findings) + len(s.report.Gaps); total > shownResults {
		note(fmt.Sprintf("%d results: code scanning shows %d of them, so the most severe come first.", total, shownResults))
	}
	for i := range s.report.Gaps[:min(len(s.report.Gaps), shownResults)] {
		note(gapSentences(&s.report.Gaps[i]))
	}
	return out
}

func sarifLevel(s rules.Severity) string {
	switch {
	case s >= rules.High:
		return "error"
	case s == rules.Medium:
		return "warning"
	}
	return "note"
}
