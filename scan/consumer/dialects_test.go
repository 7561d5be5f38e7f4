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

func checkVariant(t *testing.T, where string, v Variant) {
	t.Helper()
	for _, group := range []any{v.Refresh, v.Checks, v.Capabilities} {
		checkCited(t, where, reflect.ValueOf(group))
	}
}

func checkCited(t *testing.T, where string, group reflect.Value) {
	t.Helper()
	for i := range group.NumField() {
		field := group.Field(i)
		if field.Kind() != reflect.Struct {
			continue
		}
		from, _ := field.FieldByName("From").Interface().(inventory.Provenance)
		cite := field.FieldByName("Cite").String()
		name := where + " " + group.Type().Field(i).Name
		switch {
		case from == inventory.VendorDefault && cite == "":
			t.Errorf("%s has no citation", name)
		case from == inventory.Unknown && cite != "":
			t.Errorf("%s is unknown and has a citation", name)
		case from != inventory.VendorDefault && from != inventory.Unknown:
			t.Errorf("%s is %s, want vendor-default or unknown", name, from)
		}
	}
}
