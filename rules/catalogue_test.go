package rules_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/jwksaudit/jwksaudit/rules"
	"github.com/jwksaudit/jwksaudit/testdata"
)

// TestMetadata demands of every rule what the catalogue, SARIF and `explain` show.
func TestMetadata(t *testing.T) {
	noun := regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)+$`)
	version := regexp.MustCompile(`^v\d+\.\d+\.\d+$`)
	seen := map[string]bool{}
	for _, rule := range rules.All() {
		t.Run(rule.ID, func(t *testing.T) {
			if !noun.MatchString(rule.ID) {
				t.Error("ID is not of the form noun-defect")
			}
			if seen[rule.ID] {
				t.Error("ID stands twice in All")
			}
			seen[rule.ID] = true
			if !version.MatchString(rule.Since) {
				t.Errorf("Since is %q, want a version", rule.Since)
			}
			for name, text := range map[string]string{"Title": rule.Title, "Why": rule.Why, "Fix": rule.Fix} {
				if text == "" || text != strings.TrimSpace(text) {
					t.Errorf("%s is empty or has outer white space: %q", name, text)
				}
			}
			if strings.HasSuffix(rule.Title, ".") || len(rule.Title) > 100 {
				t.Errorf("Title %q: want at most 100 characters and no full stop", rule.Title)
			}
			checkRefs(t, rule)
			scopes := 0
			for _, set := range []bool{rule.Endpoint != nil, rule.Consumer != nil, rule.Fleet != nil} {
				if set {
					scopes++
				}
			}
			if scopes != 1 {
				t.Errorf("%d scope functions are set, want exactly one", scopes)
			}
		})
	}
}

func checkRefs(t *testing.T, rule *rules.Rule) {
	count := map[rules.RefKind]int{}
	for _, ref := range rule.References() {
		count[ref.Kind]++
		if ref.Kind != rules.RefSource && ref.Title == "" {
			t.Errorf("%s has no name in weakness.go or outcome.go", ref.ID)
		}
		if !strings.HasPrefix(ref.URL, "https://") {
			t.Errorf("%s has URL %q", ref.ID, ref.URL)
		}
	}
	if count[rules.RefSource] == 0 {
		t.Error("no source makes it a defect: a rule without a source is an opinion")
	}
	if count[rules.RefCWE] == 0 || count[rules.RefCSF] == 0 {
		t.Error("no weakness: want a CWE that has its name in weakness.go, and its outcome in outcome.go")
	}
}

// TestOneName holds that a rule has one name everywhere: its ID, its file, its
// variable and its cases; and that no rule, file or case is left out of All.
func TestOneName(t *testing.T) {
	var ids []string
	for _, rule := range rules.All() {
		ids = append(ids, rule.ID)
	}
	declared := declaredRules(t)
	for _, id := range ids {
		if want := camelCase(id); declared[id+".go"] != want {
			t.Errorf("%s.go declares %q, want variable %s", id, declared[id+".go"], want)
		}
		delete(declared, id+".go")
	}
	for file, variable := range declared {
		t.Errorf("%s declares rule %s, which is not in All or not named by its ID", file, variable)
	}
	cases, err := filepath.Glob(filepath.Join("..", "testdata", "rules", "*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range cases {
		if id := strings.TrimSuffix(filepath.Base(file), ".txtar"); !slices.Contains(ids, id) {
			t.Errorf("%s are cases of no rule", file)
		}
	}
}

// declaredRules maps each file that declares a rule to the variable's name.
func declaredRules(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, file := range files {
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range tree.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.VAR {
				continue
			}
			for _, spec := range g.Specs {
				v := spec.(*ast.ValueSpec)
				if len(v.Values) == 1 && isRule(v.Values[0]) {
					out[file] = v.Names[0].Name
				}
			}
		}
	}
	return out
}

func isRule(value ast.Expr) bool {
	address, ok := value.(*ast.UnaryExpr)
	if !ok {
		return false
	}
	literal, ok := address.X.(*ast.CompositeLit)
	if !ok {
		return false
	}
	name, ok := literal.Type.(*ast.Ident)
	return ok && name.Name == "Rule"
}

// camelCase turns rsa-modulus-short into rsaModulusShort.
func camelCase(id string) string {
	var out strings.Builder
	for i, word := range strings.Split(id, "-") {
		if initialism := strings.ToUpper(word); i > 0 && slices.Contains([]string{"URL", "URI", "TLS", "HSTS", "HTTP", "JSON"}, initialism) {
			out.WriteString(initialism)
			continue
		}
		for j, r := range word {
			if i > 0 && j == 0 {
				r = unicode.ToUpper(r)
			}
			out.WriteRune(r)
		}
	}
	return out.String()
}

// TestCatalogue keeps rules/README.md what the rules say.
func TestCatalogue(t *testing.T) {
	want := catalogue(t)
	if *update {
		if err := os.WriteFile("README.md", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("rules/README.md is out of date: rewrite it with go test ./rules -run TestCatalogue -update")
	}
}

func catalogue(t *testing.T) string {
	rates, err := os.ReadFile(baseRatesFile) // as TestBaseRates has just written it, which the binary does not hold yet
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	fmt.Fprintf(&out, "# Rules\n\nWritten by `go test ./rules -run TestCatalogue -update` from the rules themselves; do not edit.\n\n")
	fmt.Fprintf(&out, "%d rules. Each example is the first of the cases that the tests run, shortened: a folder as `scan` would find it (`history` is what earlier runs saw, a line for each stretch of polls),\n"+
		"and the findings that it gives. A finding is `certain` where it rests on what was seen or configured, `firm` where on a\n"+
		"product's documented default, `tentative` where on an assumption. How often a rule is true was counted over public key sets, provider\n"+
		"metadata and configurations in August 2026; [base-rates.tsv](../testdata/base-rates.tsv) has the counts.\n\n", len(rules.All()))
	out.WriteString("| severity | means |\n|---|---|\n")
	for _, s := range rules.Severities() {
		fmt.Fprintf(&out, "| %s | %s |\n", s, s.Meaning())
	}
	out.WriteString("\nA profile (`--profile`) gives rules another severity, switches some off, and on some that are off without it;\n" +
		"`jwksaudit rules --profile NAME` shows the outcome.\n\n| profile | for |\n|---|---|\n")
	for _, profile := range rules.Profiles() {
		fmt.Fprintf(&out, "| %s | %s |\n", profile.Name, profile.Title)
	}
	for _, topic := range rules.Topics() {
		fmt.Fprintf(&out, "\n## %s\n\n| rule | severity | finds |\n|---|---|---|\n", topic.Name)
		for _, rule := range topic.Rules {
			fmt.Fprintf(&out, "| [`%s`](#%s) | %s | %s |\n", rule.ID, rule.ID, severityText(rule), strings.ReplaceAll(rule.Title, "|", `\|`))
		}
		headers := topic.Name == "Transport" || topic.Name == "Caching"
		for _, rule := range topic.Rules {
			writeRule(t, &out, rule, string(rates), headers)
		}
	}
	return out.String()
}

func writeRule(t *testing.T, out *strings.Builder, rule *rules.Rule, rates string, headers bool) {
	t.Helper()
	fmt.Fprintf(out, "\n### %s\n\n%s. Severity **%s**%s, since %s.\n\n", rule.ID, rule.Title, rule.Severity, inProfiles(rule), rule.Since)
	fmt.Fprintf(out, "**Why.** %s\n\n**Fix.** %s\n\n**Sources.** ", rule.Why, rule.Fix)
	for i, ref := range rule.References() {
		if i > 0 {
			out.WriteString("; ")
		}
		fmt.Fprintf(out, "[%s](%s)", ref, ref.URL)
	}
	if seen := testdata.RateIn(rates, rule.ID).String(); seen != "" {
		fmt.Fprintf(out, "\n\n**Seen** in %s.", seen)
	}
	example, err := testdata.Example(rule.ID)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(out, "\n\n<details><summary>Example</summary>\n\n````text\n%s````\n\n</details>\n", abridge(example, headers))
}

func severityText(rule *rules.Rule) string {
	if rule.Off {
		return "off"
	}
	return rule.Severity.String()
}

// inProfiles says where a rule runs, and where it is of another severity.
func inProfiles(rule *rules.Rule) string {
	text := ""
	if rule.Off {
		text = ", off unless asked for"
	}
	for _, profile := range rules.Profiles() {
		switch severity, off, ok := profile.Of(rule); {
		case off:
			text += ", off in profile " + profile.Name
		case ok:
			text += ", **" + severity.String() + "** in profile " + profile.Name
		}
	}
	return text
}

// abridge makes an example short and safe to read: long values in base64url are
// cut, header fields go where the rule is not about them, and what does not print is escaped.
func abridge(example string, headers bool) string {
	var out strings.Builder
	field := regexp.MustCompile(`^[A-Z][A-Za-z-]+: `)
	inHead := false
	for line := range strings.Lines(example) {
		switch {
		case strings.HasPrefix(line, "HTTP/"):
			inHead = true
		case inHead && !field.MatchString(line):
			inHead = false
		case inHead && !headers:
			continue
		}
		out.WriteString(line)
	}
	short := regexp.MustCompile(`[A-Za-z0-9_+/-]{40,}`).ReplaceAllStringFunc(out.String(), func(value string) string { return value[:12] + "..." })
	return visible(short)
}

// visible escapes what is no UTF-8 or does not print.
func visible(text string) string {
	var out strings.Builder
	for text != "" {
		r, size := utf8.DecodeRuneInString(text)
		if r == '\n' || unicode.IsPrint(r) && (r != utf8.RuneError || size > 1) {
			out.WriteString(text[:size])
		} else {
			out.WriteString(strings.Trim(strconv.QuoteToASCII(text[:size]), `"`))
		}
		text = text[size:]
	}
	return out.String()
}
