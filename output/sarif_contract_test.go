package output

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// sarifFile is what GitHub reads of a SARIF file.
type sarifFile struct {
	Schema  string `json:"$schema"`
	Version string
	Runs    []struct {
		Tool struct {
			Driver struct {
				Name    string
				Version string
				Rules   []struct {
					ID               string
					ShortDescription struct{ Text string }
					FullDescription  struct{ Text string }
					Help             struct{ Text, Markdown string }
					HelpURI          string
					Properties       map[string]any
					Relationships    []struct {
						Target struct {
							ID            string
							Index         int
							ToolComponent struct{ Index int }
						}
					}
				}
			}
		}
		Taxonomies []struct {
			Name string
			Taxa []struct{ ID string }
		}
		AutomationDetails *struct{ ID string }
		Invocations       []struct {
			ExecutionSuccessful        bool
			ToolExecutionNotifications []struct{ Message struct{ Text string } }
		}
		Results *[]sarifFileResult
	}
}

type sarifFileResult struct {
	RuleID              string
	RuleIndex           *int
	Level               string
	Message             struct{ Text string }
	Locations           []sarifFileLocation
	RelatedLocations    []sarifFileLocation
	PartialFingerprints map[string]string
	Properties          map[string]any
}

type sarifFileLocation struct {
	PhysicalLocation struct {
		ArtifactLocation struct{ URI string }
		Region           struct{ StartLine, StartColumn, EndLine, EndColumn int }
	}
}

type checkedLog struct {
	Runs []struct{ Results []sarifFileResult }
	file sarifFile
}

// githubContract holds a file to what GitHub code scanning takes, beyond the
// schema: "SARIF support for code scanning" and what was refused in public.
func githubContract(t *testing.T, data []byte) checkedLog {
	t.Helper()
	var file sarifFile
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Runs) != 1 || file.Runs[0].Results == nil {
		t.Fatalf("%d runs, want one with results", len(file.Runs))
	}
	run, results := file.Runs[0], *file.Runs[0].Results
	if file.Schema == "" || file.Version != "2.1.0" || run.Tool.Driver.Name != "jwksaudit" || run.Tool.Driver.Version == "" {
		t.Errorf("$schema %q, version %q, driver %q %q", file.Schema, file.Version, run.Tool.Driver.Name, run.Tool.Driver.Version)
	}
	if len(results) > 25_000 {
		t.Errorf("%d results, want at most 25000", len(results))
	}
	checkRules(t, &file)
	fingerprints := make(map[string]bool)
	for i := range results {
		result := &results[i]
		checkResult(t, result)
		if n := len(run.Tool.Driver.Rules); result.RuleIndex == nil || *result.RuleIndex >= n || run.Tool.Driver.Rules[*result.RuleIndex].ID != result.RuleID {
			t.Errorf("ruleIndex does not lead to %s", result.RuleID)
		}
		fingerprint := result.PartialFingerprints["primaryLocationLineHash"]
		if fingerprint == "" || !strings.HasSuffix(fingerprint, ":1") || fingerprints[fingerprint] {
			t.Errorf("fingerprint %q is empty, not of line 1, or there twice", fingerprint)
		}
		fingerprints[fingerprint] = true
	}
	checked := checkedLog{file: file}
	checked.Runs = append(checked.Runs, struct{ Results []sarifFileResult }{results})
	return checked
}

func checkRules(t *testing.T, file *sarifFile) {
	t.Helper()
	seen := make(map[string]bool)
	run := file.Runs[0]
	for _, rule := range run.Tool.Driver.Rules {
		if rule.ID == "" || seen[rule.ID] {
			t.Errorf("rule %q is there twice", rule.ID)
		}
		seen[rule.ID] = true
		for _, text := range []string{rule.ShortDescription.Text, rule.FullDescription.Text} {
			if n := utf8.RuneCountInString(text); n == 0 || n > 1024 {
				t.Errorf("rule %s: description of %d characters, want 1 to 1024", rule.ID, n)
			}
		}
		if rule.Help.Text == "" || rule.Help.Markdown == "" {
			t.Errorf("rule %s: no help", rule.ID)
		}
		if u, err := url.Parse(rule.HelpURI); err != nil || !u.IsAbs() {
			t.Errorf("rule %s: helpUri %q, want an absolute URI", rule.ID, rule.HelpURI)
		}
		if tags, _ := rule.Properties["tags"].([]any); len(tags) > 10 {
			t.Errorf("rule %s: %d tags, want at most 10", rule.ID, len(tags))
		}
		if score, ok := rule.Properties["security-severity"]; ok {
			text, isText := score.(string)
			number, err := strconv.ParseFloat(text, 64)
			if !isText || err != nil || number <= 0 || number > 10 {
				t.Errorf("rule %s: security-severity %v, want a number over 0.0 up to 10.0 as a string", rule.ID, score)
			}
		}
		for _, r := range rule.Relationships {
			taxa := run.Taxonomies[r.Target.ToolComponent.Index].Taxa
			if taxa[r.Target.Index].ID != r.Target.ID {
				t.Errorf("rule %s: relationship %s leads to %s", rule.ID, r.Target.ID, taxa[r.Target.Index].ID)
			}
		}
	}
}

func checkResult(t *testing.T, result *sarifFileResult) {
	t.Helper()
	if result.Message.Text == "" {
		t.Error("result without a message")
	}
	if !map[string]bool{"error": true, "warning": true, "note": true}[result.Level] {
		t.Errorf("level %q", result.Level)
	}
	if len(result.Locations) != 1 || len(result.RelatedLocations) > 1000 {
		t.Fatalf("%d locations and %d related ones, want 1 and at most 1000", len(result.Locations), len(result.RelatedLocations))
	}
	for _, l := range append(result.Locations, result.RelatedLocations...) {
		checkURI(t, l.PhysicalLocation.ArtifactLocation.URI)
		r := l.PhysicalLocation.Region
		if r.StartLine < 1 || r.StartColumn < 1 || r.EndLine < r.StartLine || r.EndColumn < r.StartColumn {
			t.Errorf("region %+v, want it 1-based and complete", r)
		}
	}
}

// checkURI holds a URI to what GitHub takes for a file of the checkout.
func checkURI(t *testing.T, uri string) {
	t.Helper()
	u, err := url.Parse(uri)
	switch {
	case err != nil:
		t.Errorf("URI %q: %v", uri, err)
	case uri == "" || strings.HasPrefix(uri, "/") || u.Scheme != "" || u.Host != "" || u.RawQuery != "" || u.Fragment != "":
		t.Errorf("URI %q, want a relative path", uri)
	case strings.ContainsAny(uri, ": \\"):
		t.Errorf("URI %q holds a character that must be encoded", uri)
	}
	for segment := range strings.SplitSeq(uri, "/") {
		if segment == "" || segment == "." || segment == ".." {
			t.Errorf("URI %q has the segment %q", uri, segment)
		}
	}
}
