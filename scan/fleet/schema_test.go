package fleet

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
	"golang.org/x/tools/txtar"
)

const schemaFile = "../../docs/fleet.schema.json"

// TestSchemaHasTheParsersKeys: every mapping of the file has the same keys in the
// schema and here. An unknown key tells which are known.
func TestSchemaHasTheParsersKeys(t *testing.T) {
	data, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		ID         string `json:"$id"`
		Properties map[string]any
		Defs       map[string]struct{ Properties map[string]any } `json:"$defs"`
	}
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	if schema.ID != SchemaURL {
		t.Errorf("the schema calls itself %s, want %s", schema.ID, SchemaURL)
	}
	for name, text := range map[string]string{
		"":               "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq: 1",
		"issuer":         "issuers: [{qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq: 1}]",
		"region":         "issuers: [{regions: [{qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq: 1}]}]",
		"configurations": "consumers: [{paths: x, qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq: 1}]",
		"consumer":       "consumers: [{uses: jose, qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq: 1}]",
		"policy":         "policy: {qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq: 1}",
		"thresholds":     "policy: {thresholds: {qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq: 1}}",
		"ignore":         "policy: {ignore: [{qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq: 1}]}",
	} {
		properties := schema.Properties
		if name != "" {
			properties = schema.Defs[name].Properties
		}
		want := strings.Join(slices.Sorted(maps.Keys(properties)), ", ")
		_, err := Parse("f", []byte(text), words())
		got := ""
		if found := regexp.MustCompile(`unknown key "q+": want one of (.*)`).FindStringSubmatch(err.Error()); found != nil {
			got = found[1]
		}
		if got != want {
			t.Errorf("%q: the parser has %s; the schema %s", name, got, want)
		}
	}
}

// TestSchemaTakesWhatTheParserTakes: the example of the documentation, the fleet
// files of the rules' cases, and what is wrong with some others.
func TestSchemaTakesWhatTheParserTakes(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	good := map[string]string{
		"docs/fleet.md": example(t, "../../docs/fleet.md", "# The fleet file"),
		"README.md":     example(t, "../../README.md", "## The fleet file"),
	}
	archives, err := filepath.Glob("../../testdata/rules/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range archives {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			if filepath.Base(f.Name) == FileName {
				good[filepath.Base(name)+" "+f.Name] = string(f.Data)
			}
		}
	}
	for name, text := range good {
		if err := schema.Validate(plain(t, text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, fault := range faultsOf(text) {
			if !strings.Contains(fault.Text, "unknown rule") { // they are package rules'
				t.Errorf("%s: %v", name, fault)
			}
		}
	}
	for _, text := range []string{
		"{}", "issuers: {}", "isuers: []", "issuers: [{owner: x}]", "issuers: [{url: x, ownr: y}]", "issuers: [{url: x, cadence: 90}]",
		"issuers: [{url: x, cadence: 90 days}]", "issuers: [{url: x, retired: tomorrow}]", "issuers: [{key_set: x}]",
		"consumers: [{uses: jose}]", "consumers: [{owner: x}]", "consumers: [{paths: x, interval: 5m}]",
		"consumers: [{uses: jose, issuers: x, unknown_kid: perhaps}]", "policy: {fail_on: loud}", "policy: {severities: {x-y: loud}}",
		"policy: {thresholds: {skew: 1}}", "policy: {ignore: [{rule: x-y}]}",
	} {
		invalid := new(jsonschema.ValidationError)
		if err := schema.Validate(plain(t, text)); !errors.As(err, &invalid) {
			t.Errorf("the schema takes %s: %v", text, err)
		}
	}
}

func faultsOf(text string) Faults {
	var faults Faults
	_, err := Parse("f", []byte(text), words())
	errors.As(err, &faults)
	return faults
}

// example is the first YAML below a heading of a page.
func example(t *testing.T, page, heading string) string {
	t.Helper()
	data, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(data), heading+"\n")
	_, text, _ := strings.Cut(section, "```yaml\n")
	text, _, found := strings.Cut(text, "```\n")
	if !found {
		t.Fatalf("%s has no example", page)
	}
	return text
}

// plain is YAML as an editor sees it: dates are texts.
func plain(t *testing.T, text string) any {
	t.Helper()
	var root yaml.Node
	if err := yaml.Unmarshal([]byte(text), &root); err != nil {
		t.Fatal(err)
	}
	for n := range nodes(&root) {
		if n.ShortTag() == "!!timestamp" {
			n.Tag = "!!str"
		}
	}
	var out any
	if err := root.Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

func nodes(n *yaml.Node) func(func(*yaml.Node) bool) {
	return func(yield func(*yaml.Node) bool) {
		if !yield(n) {
			return
		}
		for _, child := range n.Content {
			for m := range nodes(child) {
				if !yield(m) {
					return
				}
			}
		}
	}
}
