package output

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var update = flag.Bool("update", false, "rewrite testdata/golden")

const goldenFolder = "../testdata/golden"

// golden compares what was written with a file, or rewrites the file.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join(goldenFolder, name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs from what was written; go test ./output -update rewrites it. Written:\n%s", name, got)
	}
}

// render writes a report and fails the test on an error.
func render(t *testing.T, format string, r *Report, o Options) []byte {
	t.Helper()
	f, err := Lookup(format)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b, r, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestGolden(t *testing.T) {
	clean := &Report{Version: "v0.1.0", Rules: fixtureRules(), EndpointCount: 12, Consumers: make([]*inventory.Consumer, 1)}
	unseen := &Report{
		Version: "v0.1.0", Rules: fixtureRules(), EndpointCount: 1, FailedCount: 1, ExitCode: 4,
		Gaps: fixture().Gaps[1:],
	}
	for _, c := range []struct {
		name, format string
		report       *Report
		options      Options
	}{
		{"table-80.txt", "table", fixture(), Options{}},
		{"table-100.txt", "table", fixture(), Options{Width: 100}},
		{"table-120.txt", "table", fixture(), Options{Width: 120}},
		{"table-200.txt", "table", fixture(), Options{Width: 200}},
		{"table-wide.txt", "table", fixture(), Options{Width: 120, Wide: true}},
		{"table-color.txt", "table", fixture(), Options{Width: 120, Color: true}},
		{"table-clean.txt", "table", clean, Options{}},
		{"table-unseen.txt", "table", unseen, Options{}},
		{"report.sarif", "sarif", fixture(), Options{SARIFCategory: "nightly"}},
		{"unseen.sarif", "sarif", unseen, Options{}},
		{"report.json", "json", fixture(), Options{}},
		{"report.prometheus", "prometheus", fixture(), Options{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			first := render(t, c.format, c.report, c.options)
			golden(t, c.name, first)
			if !bytes.Equal(first, render(t, c.format, c.report, c.options)) {
				t.Error("the same report written twice gave different bytes")
			}
		})
	}
}

func TestGoldenHostile(t *testing.T) {
	r := hostileReport("\x1b[2J\u202eevil\u200b {0} [a](b) </td>| \x9b")
	golden(t, "hostile-table.txt", render(t, "table", r, Options{}))
	golden(t, "hostile.sarif", render(t, "sarif", r, Options{}))
	golden(t, "hostile.json", render(t, "json", r, Options{}))
	golden(t, "hostile.prometheus", render(t, "prometheus", r, Options{}))
}

func TestGoldenCatalogue(t *testing.T) {
	var list, explained bytes.Buffer
	if err := WriteRules(&list, fixtureRules(), Options{Width: 80}); err != nil {
		t.Fatal(err)
	}
	golden(t, "rules-80.txt", list.Bytes())
	example := "the smallest bad set\n\n-- set.json --\n{\"keys\": [\n\t{\"kty\": \"RSA\", \"kid\": \"\x1b[31mred\"}\n]}\n"
	explanation := Explanation{Rule: shortModulus, Profiles: fixtureProfiles(), Seen: "3 of 456 real key sets (0.7 %)", Example: example}
	if err := WriteExplain(&explained, explanation, Options{Width: 80}); err != nil {
		t.Fatal(err)
	}
	golden(t, "explain.txt", explained.Bytes())
}

// fixtureProfiles are of the fixture's rules alone.
func fixtureProfiles() []rules.Profile {
	return []rules.Profile{
		{Name: "plain"},
		{Name: "strict", Settings: rules.Settings{shortModulus.ID: rules.At(rules.Critical)}},
		{Name: "lenient", Settings: rules.Settings{shortModulus.ID: rules.Off()}},
	}
}

func TestEveryFormatHasAGoldenFile(t *testing.T) {
	files, err := os.ReadDir(goldenFolder)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range Formats() {
		found := false
		for _, file := range files {
			found = found || strings.HasPrefix(file.Name(), f.Name) || filepath.Ext(file.Name()) == "."+f.Name
		}
		if !found {
			t.Errorf("no file in %s for format %s", goldenFolder, f.Name)
		}
	}
}
