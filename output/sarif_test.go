package output

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

const sarifSchemaFile = "../testdata/schema/sarif-2.1.0.json" // its licence stands beside it

func compileSchema(t *testing.T, file string) *jsonschema.Schema {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	schema, err := compiler.Compile(filepath.FromSlash(file))
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func checkSchema(t *testing.T, schema *jsonschema.Schema, data []byte) {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(string(data)))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(value); err != nil {
		t.Errorf("%v in %.2000s", err, data)
	}
}

func TestSARIFIsValid(t *testing.T) {
	schema := compileSchema(t, sarifSchemaFile)
	for name, r := range map[string]*Report{
		"fixture": fixture(), "nothing found": {Rules: fixtureRules()}, "the real catalogue": {Rules: rules.All()}, "no rules": {},
	} {
		t.Run(name, func(t *testing.T) {
			got := render(t, "sarif", r, Options{SARIFCategory: "nightly"})
			checkSchema(t, schema, got)
			githubContract(t, got)
		})
	}
}

func TestSARIFListsEveryRuleWhateverWasFound(t *testing.T) {
	full := githubContract(t, render(t, "sarif", fixture(), Options{})).file.Runs[0].Tool.Driver.Rules
	none := githubContract(t, render(t, "sarif", &Report{Rules: fixtureRules()}, Options{})).file.Runs[0].Tool.Driver.Rules
	if len(full) != len(fixtureRules())+1 || len(none) != len(full) {
		t.Fatalf("%d and %d rules, want %d", len(full), len(none), len(fixtureRules())+1)
	}
	for i, rule := range fixtureRules() {
		if full[i].ID != rule.ID {
			t.Errorf("rule %d is %s, want %s: the order of the catalogue", i, full[i].ID, rule.ID)
		}
	}
	if last := full[len(full)-1].ID; last != "fetch-failed" {
		t.Errorf("last rule is %s, want fetch-failed", last)
	}
}

func TestSARIFSeverities(t *testing.T) {
	for severity, want := range map[rules.Severity][2]string{
		rules.Critical: {"9.5", "error"}, rules.High: {"8.0", "error"}, rules.Medium: {"5.5", "warning"},
		rules.Low: {"2.0", "note"}, rules.Info: {"", "note"},
	} {
		rule := describe(&rules.Rule{ID: "x", Severity: severity})
		score, _ := rule.Properties["security-severity"].(string)
		if got := [2]string{score, rule.DefaultConfiguration.Level}; got != want {
			t.Errorf("%s: %v, want %v", severity, got, want)
		}
	}
}

func TestSARIFExecutionSuccessful(t *testing.T) {
	gaps := fixture().Gaps
	for name, c := range map[string]struct {
		report Report
		want   bool
	}{
		"findings and gaps":   {*fixture(), true},
		"nothing found":       {Report{EndpointCount: 3}, true},
		"nothing seen":        {Report{EndpointCount: 2, FailedCount: 2, Gaps: gaps, ExitCode: 4}, false},
		"one of two seen":     {Report{EndpointCount: 2, FailedCount: 1, Gaps: gaps, ExitCode: 4}, true},
		"interrupted":         {Report{EndpointCount: 2, ExitCode: 130}, false},
		"consumers were seen": {Report{Consumers: fixture().Consumers, Gaps: gaps, ExitCode: 4}, true},
	} {
		file := githubContract(t, render(t, "sarif", &c.report, Options{})).file
		if got := file.Runs[0].Invocations[0].ExecutionSuccessful; got != c.want {
			t.Errorf("%s: executionSuccessful %v, want %v", name, got, c.want)
		}
	}
}

func TestSARIFCategoryOnlyWhenGiven(t *testing.T) {
	if details := githubContract(t, render(t, "sarif", fixture(), Options{})).file.Runs[0].AutomationDetails; details != nil {
		t.Errorf("automationDetails %+v without a category: it would override the upload action's", details)
	}
	details := githubContract(t, render(t, "sarif", fixture(), Options{SARIFCategory: "nightly/eu"})).file.Runs[0].AutomationDetails
	if details == nil || details.ID != "nightly/eu/" {
		t.Errorf("automationDetails %+v, want the id nightly/eu/", details)
	}
}

// many is a report with n findings of the least severity, and one gap.
func many(n int) *Report {
	r := &Report{Rules: fixtureRules(), Gaps: fixture().Gaps[:1], EndpointCount: n}
	r.Findings = append(r.Findings, fixtureFindings()[0])
	for i := 1; i < n; i++ {
		r.Findings = append(r.Findings, rules.Finding{Rule: keyShared, Message: "m", URL: payroll, Fingerprint: hash(1000 + i)})
	}
	return r
}

func TestSARIFLimits(t *testing.T) {
	for _, c := range []struct{ findings, results, notes int }{
		{4_999, 5_000, 1}, {5_000, 5_001, 2}, {24_999, 25_000, 2}, {30_000, 25_000, 2},
	} {
		r := many(c.findings)
		s := newSARIFResults(r, Options{}, newSARIFCatalogue(r.Rules))
		results := s.list()
		if len(results) != c.results {
			t.Fatalf("%d findings and a gap: %d results, want %d", c.findings, len(results), c.results)
		}
		if notes := s.notifications(); len(notes) != c.notes {
			t.Errorf("%d findings: %d notifications, want %d", c.findings, len(notes), c.notes)
		}
		if *results[0].Level != "error" || *results[1].RuleID != fetchFailed {
			t.Errorf("%d findings: first results %s and %s, want the severe finding, then the gap", c.findings, *results[0].RuleID, *results[1].RuleID)
		}
		last := results[len(results)-1]
		cut := strings.Contains(*last.Message.Text, "5002 of 30001 results are missing here")
		if want := c.findings == 30_000; cut != want || (*last.RuleID == fetchFailed) != want {
			t.Errorf("%d findings: last result %s %q", c.findings, *last.RuleID, *last.Message.Text)
		}
	}
}

func TestSARIFRelatedLocationsAreBounded(t *testing.T) {
	r := fixture()
	for i := range 3000 {
		r.Findings[0].Related = append(r.Findings[0].Related, inventory.Origin{File: fmt.Sprintf("f%d.yaml", i)})
	}
	results := githubContract(t, render(t, "sarif", r, Options{})).Runs[0].Results
	if n := len(results[0].RelatedLocations); n != 100 {
		t.Errorf("%d related locations, want the 100 that are kept", n)
	}
}

func TestSARIFPlace(t *testing.T) {
	for _, c := range []struct{ file, name, folder, want string }{
		{"fleet/a b.yaml", "", "", "fleet/a%20b.yaml"},
		{"./fleet//x.yaml", "", "", "fleet/x.yaml"},
		{"/work/main/fleet/x.yaml", "", "/work/main", "fleet/x.yaml"},
		{"fleet/../x.yaml", "", "/work/main/", "x.yaml"},
		{"/etc/envoy.yaml", "", "/work/main", "etc/envoy.yaml"},
		{"/work/mainly/x.yaml", "", "/work/main", "work/mainly/x.yaml"},
		{"../shared/x.yaml", "", "/work/main", "work/shared/x.yaml"},
		{"../../x.yaml", "", "", "x.yaml"},
		{"C:/keys/x.yaml", "", "C:/work", "C%3A/keys/x.yaml"},
		{"C:/work/x.yaml", "", "C:/work", "x.yaml"},
		{"a:b.yaml", "", "", "a%3Ab.yaml"},
		{`a\b?c#d%e.yaml`, "", "", "a%5Cb%3Fc%23d%25e.yaml"},
		{"日本.yaml", "", "", "%E6%97%A5%E6%9C%AC.yaml"},
		{"/", "", "", "unnamed"},
		{"", "https://id.example.com/.well-known/jwks.json", "/work/main", "id.example.com/.well-known/jwks.json"},
		{"", "https://id.example.com:8443/keys?tenant=1#x", "", "id.example.com%3A8443/keys"},
		{"", "https://[2001:db8::1]:8443/keys", "", "%5B2001%3Adb8%3A%3A1%5D%3A8443/keys"},
		{"", "localhost:8000", "", "localhost%3A8000"},
		{"", "https://id.example.com/a/../../b/", "", "b"},
		{"", "https://", "", "unnamed"},
		{"", "", "", "unnamed"},
	} {
		s := sarifResults{options: Options{Folder: c.folder}}
		got := *s.place(inventory.Origin{File: c.file}, c.name).ArtifactLocation.URI
		if got != c.want {
			t.Errorf("file %q, name %q in %q: %q, want %q", c.file, c.name, c.folder, got, c.want)
		}
		checkURI(t, got)
	}
}

func FuzzArtifactURI(f *testing.F) {
	for _, text := range append(hostile(), "../a", "C:/x", "//x", "a:b") {
		f.Add(text, "")
		f.Add("", text)
	}
	f.Fuzz(func(t *testing.T, file, name string) {
		for _, folder := range []string{"", "/work/main"} {
			s := sarifResults{options: Options{Folder: folder}}
			checkURI(t, *s.place(inventory.Origin{File: file}, name).ArtifactLocation.URI)
		}
	})
}

func TestGapFingerprintsAreTheTargets(t *testing.T) {
	r := &Report{Gaps: []inventory.Problem{
		{Target: "https://a.example.com", Kind: inventory.ProblemTimeout, Detail: "no answer within 10s"},
		{Target: "https://a.example.com", Kind: inventory.ProblemTimeout, Detail: "again"},
		{Target: "https://b.example.com", Kind: inventory.ProblemTimeout, Detail: "no answer within 10s"},
	}}
	before := githubContract(t, render(t, "sarif", r, Options{})).Runs[0].Results
	r.Gaps[0].Kind, r.Gaps[0].Detail = inventory.ProblemTLS, "certificate has expired"
	r.Gaps[0].Origins = []inventory.Origin{at(listed, 9, 1)}
	after := githubContract(t, render(t, "sarif", r, Options{})).Runs[0].Results
	for i := range before {
		if before[i].PartialFingerprints["primaryLocationLineHash"] != after[i].PartialFingerprints["primaryLocationLineHash"] {
			t.Errorf("gap %d: another reason or place gave another fingerprint", i)
		}
	}
}

func TestCommittedSARIFSchemaIsTheRealOne(t *testing.T) {
	data, err := os.ReadFile(sarifSchemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), "Static Analysis Results Format (SARIF) Version 2.1.0 JSON Schema") {
		t.Error("not the schema of SARIF 2.1.0")
	}
	schema := compileSchema(t, sarifSchemaFile)
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(`{"version": "2.1.0", "runs": [{"results": []}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if schema.Validate(value) == nil {
		t.Error("the schema takes a run without a tool")
	}
}

// What the command line writes for testdata/fleet (cmd's TestFleetReports keeps
// the files) holds to the schemas and to GitHub's contract as well.
func TestFleetReportsAreValid(t *testing.T) {
	read := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join("..", "testdata", "golden", name))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	checkSchema(t, compileSchema(t, sarifSchemaFile), read("fleet.sarif"))
	githubContract(t, read("fleet.sarif"))
	checkSchema(t, compileSchema(t, "../docs/report.schema.json"), read("fleet.json"))
}
