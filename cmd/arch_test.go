package cmd

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/jwksaudit/jwksaudit/"

// room is what a package may import: of ours, by the path within the module, and
// of others', by the start of the path. The standard library is open to all but
// for what reserved lists.
type room struct{ ours, others string }

var rooms = map[string]room{
	"scan/inventory":       {},
	"scan/jwks":            {"scan/inventory", "github.com/go-jose/go-jose/v4 github.com/go-json-experiment/json"},
	"scan/consumer/config": {"scan/inventory", "go.yaml.in/yaml/v3 github.com/go-json-experiment/json github.com/hashicorp/hcl/v2 github.com/zclconf/go-cty github.com/pelletier/go-toml/v2"},
	"scan/consumer":        {"scan/inventory scan/jwks scan/consumer/config", ""},
	"scan/fleet":           {"scan/inventory scan/consumer scan/consumer/config", ""},
	"scan/fetch":           {"scan/inventory", ""},
	"scan/git":             {},
	"scan/history":         {"scan/inventory", "github.com/go-json-experiment/json github.com/gofrs/flock github.com/jackc/pgx/v5 modernc.org/sqlite"},
	"scan":                 {"scan/inventory scan/jwks scan/consumer scan/fleet", "github.com/sourcegraph/conc"},
	"rules/window":         {"scan/inventory", ""},
	"rules/timeline":       {"scan/inventory rules/window", ""},
	"rules/weakkey":        {"", "github.com/remyoudompheng/bigfft"},
	"rules":                {"scan/inventory rules/window rules/timeline rules/weakkey", "golang.org/x/net/publicsuffix"},
	"output":               {"scan/inventory rules rules/timeline rules/window", "github.com/owenrumney/go-sarif/v2 github.com/olekukonko/tablewriter"},
	"testdata":             {},
	"cmd": {
		"scan/inventory scan/fetch scan/fleet scan/git scan/history scan rules rules/window output testdata",
		"github.com/spf13/cobra github.com/spf13/pflag golang.org/x/net/http/httpproxy golang.org/x/term",
	},
	"cmd/jwksaudit": {"cmd", ""},
}

// reserved says which packages touch the machine, and through what.
var reserved = map[string]string{
	"net":       "scan/fetch",
	"net/http":  "scan/fetch",
	"os":        "scan scan/history cmd cmd/jwksaudit",
	"os/exec":   "scan/git",
	"os/signal": "cmd",
	"syscall":   "scan/fetch cmd",
	"log":       "cmd/jwksaudit",
	"log/slog":  "",
	"flag":      "",
	"expvar":    "",
	"plugin":    "",
	"unsafe":    "",
}

// mayImport reports whether the package of a name may import a path.
func mayImport(name, imported string) bool {
	within := func(list string) bool {
		return slices.ContainsFunc(strings.Fields(list), func(prefix string) bool {
			return imported == prefix || strings.HasPrefix(imported, prefix+"/")
		})
	}
	if ours, ok := strings.CutPrefix(imported, module); ok {
		return slices.Contains(strings.Fields(rooms[name].ours), ours)
	}
	if first, _, _ := strings.Cut(imported, "/"); strings.Contains(first, ".") {
		return within(rooms[name].others)
	}
	owners, ok := reserved[imported]
	if !ok && strings.HasPrefix(imported, "net/http/") {
		owners, ok = reserved["net/http"], true
	}
	return !ok || slices.Contains(strings.Fields(owners), name)
}

type goPackage struct {
	ImportPath, Dir  string
	Imports, GoFiles []string
}

func (p goPackage) name() string { return strings.TrimPrefix(p.ImportPath, module) }

// packages lists the module's packages: ./... leaves out testdata, whose own code
// is in the binary, and bench, which is a module of its own.
func packages(t *testing.T) []goPackage {
	t.Helper()
	list := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Dir,Imports,GoFiles", "./...", "./testdata")
	list.Dir = ".."
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []goPackage
	for decoder := json.NewDecoder(strings.NewReader(string(out))); decoder.More(); {
		var p goPackage
		if err := decoder.Decode(&p); err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

// TestImports holds the arrows of the architecture: who may import whom. A new
// package needs a room first.
func TestImports(t *testing.T) {
	empty := maps.Clone(rooms)
	for _, p := range packages(t) {
		if _, ok := rooms[p.name()]; !ok {
			t.Errorf("%s has no room: say in this file what it may import", p.name())
			continue
		}
		delete(empty, p.name())
		for _, imported := range p.Imports {
			if !mayImport(p.name(), imported) {
				t.Errorf("%s imports %s", p.name(), strings.TrimPrefix(imported, module))
			}
		}
	}
	for name := range empty {
		t.Errorf("there is a room for %s and no such package", name)
	}
}

// TestNoHiddenState refuses what makes a program depend on more than its
// arguments: init functions, mutable package variables, and, outside main, exits,
// clocks and the environment.
func TestNoHiddenState(t *testing.T) {
	for _, p := range packages(t) {
		for _, file := range p.GoFiles {
			source, err := os.ReadFile(filepath.Join(p.Dir, file))
			if err != nil {
				t.Fatal(err)
			}
			for _, defect := range hiddenState(t, p.name(), file, string(source)) {
				t.Errorf("%s: %s", p.name(), defect)
			}
		}
	}
}

// refused lists names by the import path of their package. Package cmd gets all
// of it from main, in a System.
var refused = map[string]string{
	"os":       "Exit Args Stdin Stdout Stderr Getenv LookupEnv Environ ExpandEnv Getwd Chdir Setenv Unsetenv",
	"log":      "Fatal Fatalf Fatalln Panic Panicf Panicln",
	"time":     "Now Since Until",
	"net/http": "Get Head Post PostForm DefaultClient DefaultTransport DefaultServeMux",
	"net":      "Dial DialTimeout DefaultResolver LookupHost LookupIP LookupAddr LookupCNAME",
	"context":  "TODO",
}

// hiddenState lists what a source file has of it, as "file:line: what".
func hiddenState(t *testing.T, name, file, source string) (defects []string) {
	t.Helper()
	fset := token.NewFileSet()
	tree, err := parser.ParseFile(fset, file, source, 0)
	if err != nil {
		t.Fatal(err)
	}
	report := func(n ast.Node, format string, args ...any) {
		defects = append(defects, fmt.Sprintf("%s:%d: %s", file, fset.Position(n.Pos()).Line, fmt.Sprintf(format, args...)))
	}
	imports := map[string]string{} // path by the name in this file
	for _, spec := range tree.Imports {
		imported := strings.Trim(spec.Path.Value, `"`)
		local := path.Base(imported)
		if spec.Name != nil {
			local = spec.Name.Name
		}
		if local == "." {
			report(spec, "dot import of %s", imported)
		}
		imports[local] = imported
	}
	for _, declaration := range tree.Decls {
		checkDeclaration(name, declaration, report)
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			checkSelector(name, s, imports, report)
		}
		return true
	})
	return defects
}

func checkSelector(name string, s *ast.SelectorExpr, imports map[string]string, report func(ast.Node, string, ...any)) {
	if s.Sel.Name == "MaxRSAModulusBits" {
		report(s, "go-jose's limit is for the whole process and never set")
	}
	x, ok := s.X.(*ast.Ident)
	if s.Sel.Name == "DefaultResolver" && name == "scan/fetch" {
		return // it asks for addresses where its dialers do: the guard of the tests holds both
	}
	if ok && name != "cmd/jwksaudit" && slices.Contains(strings.Fields(refused[imports[x.Name]]), s.Sel.Name) {
		report(s, "uses %s.%s", imports[x.Name], s.Sel.Name)
	}
}

func checkDeclaration(name string, declaration ast.Decl, report func(ast.Node, string, ...any)) {
	switch d := declaration.(type) {
	case *ast.FuncDecl:
		if d.Name.Name == "init" && d.Recv == nil {
			report(d, "init function")
		}
	case *ast.GenDecl:
		if d.Tok != token.VAR {
			return
		}
		for _, spec := range d.Specs {
			variable, ok := spec.(*ast.ValueSpec)
			for i := 0; ok && i < len(variable.Names); i++ {
				if !isFixed(name, variable, i) {
					report(variable, "package variable %s", variable.Names[i].Name)
				}
			}
		}
	}
}

// isFixed reports whether a package variable is of a kind that nobody changes: a
// rule value, a table behind sync.OnceValue, an embedded folder, or an assertion (_).
func isFixed(name string, spec *ast.ValueSpec, i int) bool {
	if spec.Names[i].Name == "_" || isSelector(spec.Type, "embed", "FS") {
		return true
	}
	if len(spec.Values) <= i {
		return false
	}
	switch v := spec.Values[i].(type) {
	case *ast.UnaryExpr: // &Rule{...}
		literal, ok := v.X.(*ast.CompositeLit)
		return ok && name == "rules" && isIdent(literal.Type, "Rule")
	case *ast.CallExpr:
		return isSelector(v.Fun, "sync", "OnceValue")
	}
	return false
}

func isIdent(n ast.Expr, name string) bool {
	ident, ok := n.(*ast.Ident)
	return ok && ident.Name == name
}

func isSelector(n ast.Expr, pkg, name string) bool {
	s, ok := n.(*ast.SelectorExpr)
	return ok && isIdent(s.X, pkg) && s.Sel.Name == name
}

// TestRulesAreReadByAllAlone: rule values are the one kind of package variable
// that others could reach, and only all.go names them.
func TestRulesAreReadByAllAlone(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "rules", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	declared, used := map[string]string{}, map[string][]string{}
	for _, file := range files {
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		base := filepath.Base(file)
		for _, declaration := range tree.Decls {
			if d, ok := declaration.(*ast.GenDecl); ok && d.Tok == token.VAR && !strings.HasSuffix(base, "_test.go") {
				declared[d.Specs[0].(*ast.ValueSpec).Names[0].Name] = base
			}
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok { // x.name is another name
				ast.Inspect(s.X, func(n ast.Node) bool { return noteIdent(n, base, used) })
				return false
			}
			return noteIdent(n, base, used)
		})
	}
	if len(declared) < 45 {
		t.Fatalf("found %d package variables in rules, want every rule", len(declared))
	}
	for variable, home := range declared {
		for _, file := range used[variable] {
			if file != home && file != "all.go" && !strings.HasSuffix(file, "_test.go") && strings.Contains(home, "-") {
				t.Errorf("%s uses the rule %s", file, variable)
			}
		}
	}
}

func noteIdent(n ast.Node, file string, used map[string][]string) bool {
	if ident, ok := n.(*ast.Ident); ok {
		used[ident.Name] = append(used[ident.Name], file)
	}
	return true
}
