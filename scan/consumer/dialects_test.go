package consumer

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// TestEveryDialectIsListed compares the list with the source: a function that
// returns a Dialect stands in a file named after its product, and in the list.
func TestEveryDialectIsListed(t *testing.T) {
	var products []string
	for _, d := range Dialects() {
		products = append(products, d.Product)
	}
	if !slices.IsSorted(products) || len(slices.Compact(slices.Clone(products))) != len(products) {
		t.Errorf("products are not sorted, or not unique: %v", products)
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var declared []string
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range parsed.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && returnsDialect(f) {
				declared = append(declared, strings.TrimSuffix(file, ".go"))
			}
		}
	}
	slices.Sort(declared)
	if !slices.Equal(declared, products) {
		t.Errorf("files that declare a dialect: %v, listed products: %v", declared, products)
	}
}

func returnsDialect(f *ast.FuncDecl) bool {
	if f.Type.Results == nil || len(f.Type.Results.List) != 1 {
		return false
	}
	name, ok := f.Type.Results.List[0].Type.(*ast.Ident)
	return ok && name.Name == "Dialect"
}

func TestEveryDialectHasCases(t *testing.T) {
	var products []string
	for _, d := range Dialects() {
		products = append(products, d.Product)
		cases, err := filepath.Glob(filepath.Join(casesDir, d.Product, "*.txtar"))
		if err != nil || len(cases) < 7 {
			t.Errorf("%s has %d cases, want at least 7: %v", d.Product, len(cases), err)
		}
		if !slices.ContainsFunc(cases, func(c string) bool { return strings.HasPrefix(filepath.Base(c), "not-") }) {
			t.Errorf("%s has no case of files that are not its own", d.Product)
		}
	}
	folders, err := filepath.Glob(casesDir + "/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		if !slices.Contains(products, filepath.Base(folder)) {
			t.Errorf("%s holds cases of no product", folder)
		}
	}
}

// TestEveryDefaultIsCited walks all defaults: one that is not unknown says where
// it was verified, and no other provenance comes from a catalogue.
func TestEveryDefaultIsCited(t *testing.T) {
	for _, d := range Dialects() {
		if len(d.Signs) == 0 || len(d.Variants) == 0 {
			t.Errorf("%s has no signs or no variants", d.Product)
		}
		names := map[string]bool{}
		for _, v := range d.Variants {
			if names[v.Name] {
				t.Errorf("%s has two variants %q", d.Product, v.Name)
			}
			names[v.Name] = true
			checkVariant(t, d.Product+" "+v.Name, v)
		}
	}
	for _, l := range Libraries() {
		checkVariant(t, l.Name+" "+l.Versions(), l.Variant)
	}
}

// undated are the products whose sources were read before the day was kept. No
// other may join them.
func undated() []string {
	return []string{
		"micronaut", "nginx-ingress-policy", "nginx-plus", "nomad", "oathkeeper", "oauth2-proxy", "openbao", "opensearch",
		"pomerium", "postgrest", "pulsar", "quarkus", "rabbitmq", "redpanda", "smallrye-jwt", "spire", "spring", "strimzi",
		"temporal", "traefik", "trino", "tyk", "vault",
	}
}

// checkVariant also holds that what was verified says when.
func checkVariant(t *testing.T, where string, v Variant) {
	t.Helper()
	sources := 0
	for _, group := range []any{v.Refresh, v.Checks, v.Capabilities} {
		sources += checkCited(t, where, reflect.ValueOf(group))
	}
	day, err := time.Parse(time.DateOnly, v.Verified)
	switch {
	case sources == 0 && v.Verified != "":
		t.Errorf("%s was verified on %s and has no source", where, v.Verified)
	case v.Verified == "" && slices.Contains(undated(), strings.Fields(where)[0]):
	case sources > 0 && (err != nil || day.Before(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))):
		t.Errorf("%s has %d sources, read on %q, want a day such as 2026-11-23", where, sources, v.Verified)
	}
	if (v.Since != "") != (parseVersion(v.Since) != nil) || (v.Before != "") != (parseVersion(v.Before) != nil) {
		t.Errorf("%s holds from %q to before %q, want versions", where, v.Since, v.Before)
	}
}

// checkCited counts the sources of a group of defaults.
func checkCited(t *testing.T, where string, group reflect.Value) (sources int) {
	t.Helper()
	for i := range group.NumField() {
		field := group.Field(i)
		if field.Kind() != reflect.Struct {
			continue
		}
		from, _ := field.FieldByName("From").Interface().(inventory.Provenance)
		cite := field.FieldByName("Cite").String()
		name := where + " " + group.Type().Field(i).Name
		if cite != "" {
			sources++
		}
		switch {
		case from == inventory.VendorDefault && cite == "":
			t.Errorf("%s has no citation", name)
		case from == inventory.Unknown && cite != "":
			t.Errorf("%s is unknown and has a citation", name)
		case from != inventory.VendorDefault && from != inventory.Unknown:
			t.Errorf("%s is %s, want vendor-default or unknown", name, from)
		}
	}
	return sources
}
