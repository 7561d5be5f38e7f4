package consumer

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
)

const kubernetesFile = "apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\njwt: [{issuer: {url: https://idp.example.com}}]\n"

func TestAPathGivenTwiceIsReadOnce(t *testing.T) {
	f := File{"auth.yaml", []byte(kubernetesFile)}
	if got := Discover([]File{f, f}); len(got.Consumers) != 1 || len(got.Recognised) != 1 {
		t.Errorf("%d consumers in %v, want 1 in 1", len(got.Consumers), got.Recognised)
	}
}

func TestNothingIsRecognisedByNameAlone(t *testing.T) {
	got := Discover([]File{
		{"envoy.yaml", []byte("a: b\n")},
		{"application.yml", []byte("spring: {application: {name: orders}}\n")},
		{"image.png", []byte("\x89PNG\r\n\xff\xfe")},
		{"empty.yaml", nil},
	})
	if len(got.Consumers)+len(got.Problems)+len(got.Recognised) > 0 {
		t.Errorf("recognised %v, problems %v", got.Recognised, got.Problems)
	}
}

func TestUnreadableFilesAreProblemsOnlyWhereTheyAreConfigurations(t *testing.T) {
	broken := []byte(kubernetesFile + "- [\n")
	for name, want := range map[string]int{
		"auth.yaml": 1, "auth.yml.j2": 1, "auth.json": 1, "auth.YAML": 1,
		"README.md": 0, "auth_test.go": 0, "Makefile": 0, "auth.txt": 0,
	} {
		got := Discover([]File{{name, broken}})
		if len(got.Problems) != want || len(got.Recognised) != want {
			t.Errorf("%s: %d problems, recognised %v, want %d of each", name, len(got.Problems), got.Recognised, want)
		}
	}
}

func TestFilesThatCannotBeOpenedAreProblems(t *testing.T) {
	big := append([]byte(kubernetesFile), make([]byte, config.MaxSize)...)
	latin := append([]byte(kubernetesFile), "# caf\xe9\n"...)
	got := Discover([]File{{"big.yaml", big}, {"latin.yaml", latin}, {"unrelated.yaml", make([]byte, config.MaxSize+1)}})
	if len(got.Problems) != 2 || !slices.Equal(got.Recognised, []string{"big.yaml", "latin.yaml"}) {
		t.Errorf("problems %v, recognised %v", got.Problems, got.Recognised)
	}
}

// TestProblemsQuoteNothing: a file may hold secrets, and a problem goes into reports.
func TestProblemsQuoteNothing(t *testing.T) {
	for _, text := range []string{"password: *hunter2\n", "password: \"hunter2\n", "- hunter2: [hunter2: {\n", "%hunter2 !<hunter2\n", "a: !hunter2!x y\n"} {
		got := Discover([]File{{"auth.yaml", []byte("# AuthenticationConfiguration\n" + text)}})
		if len(got.Problems) == 0 {
			t.Errorf("%q: no problem", text)
		}
		for _, p := range got.Problems {
			if strings.Contains(p.Detail, "hunter2") {
				t.Errorf("%q: problem quotes the file: %s", text, p.Detail)
			}
		}
	}
}

// TestSecretsStayInside looks for what must reach no report in everything that is
// returned: private members of inline keys, read or not, and credentials of URLs.
func TestSecretsStayInside(t *testing.T) {
	const private = `{"keys":[{"kty":"EC","crv":"P-256","kid":"a","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",` +
		`"y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM","d":"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE"}]}`
	const secret = "870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE"
	files := []File{{"envoy.yaml", []byte(`
providers:
  read:
    local_jwks: {inline_string: '` + private + `'}
  template:
    local_jwks: {inline_string: '` + private + ` ${MORE}'}
  broken:
    local_jwks: {inline_string: 'x` + private + `'}
  url:
    issuer: https://user:hunter2@idp.example.com/
    remote_jwks:
      http_uri: {uri: "https://user:hunter2@${HOST}/jwks"}
      cache_duration: https://user:hunter2@idp.example.com
`)}, {"istio.yaml", []byte("apiVersion: security.istio.io/v1\nkind: RequestAuthentication\nspec: {jwtRules: [{jwks: '" + private + "'}]}\n")}}
	got := Discover(files)
	if len(got.Consumers) != 5 {
		t.Fatalf("%d consumers, want 5", len(got.Consumers))
	}
	out, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{secret, "hunter2"} {
		if strings.Contains(string(out), word) {
			t.Errorf("%q is in what Discover returns", word)
		}
	}
	if pins := got.Consumers[0].Pins; len(pins) != 1 || len(pins[0].Key.Private) != 1 {
		t.Errorf("the private member of an inline key is not told of: %+v", pins)
	}
}

// TestOrderOfFilesDoesNotMatter reads every case backwards: only the number that
// tells equal names apart, and which of two equal settings is named, may depend on order.
func TestOrderOfFilesDoesNotMatter(t *testing.T) {
	cases, err := filepath.Glob(casesDir + "/*/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range cases {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		files := caseFiles(archive)
		want := describe(Discover(files))
		slices.Reverse(files)
		if got := describe(Discover(files)); got != want {
			t.Errorf("%s backwards:\n%s\nforwards:\n%s", file, got, want)
		}
	}
}

// hostile are texts whose reading must stay linear in their size.
func hostile() map[string]File {
	n := 1 << 20
	if raced {
		n = 1 << 17
	}
	fill := func(head, each, tail string) []byte {
		return []byte(head + strings.Repeat(each, (n-len(head)-len(tail))/len(each)) + tail)
	}
	many := func(format string) string {
		var b strings.Builder
		for i := 0; b.Len() < n; i++ {
			fmt.Fprintf(&b, format, i, i)
		}
		return b.String()
	}
	return map[string]File{
		"one line":          {"a.yaml", fill("# remote_jwks\nä: {", "ö: {a: [b, c]}, ", "x: y}")},
		"one line of JSON":  {"a.json", fill(`{"remote_jwks": [`, `{"a":"ö"},`, `1]}`)},
		"unclosed actions":  {"a.yaml", fill("remote_jwks: {{ x }}\n", "{{ {% {# ", "")},
		"actions":           {"a.yaml", fill("remote_jwks: ", "{{ x }}", "\n")},
		"bare actions":      {"a.yaml", fill("remote_jwks:\n", "{{ x }}\n", "  b: {{ c }}\n")},
		"one name twice":    {"a.yaml", fill("remote_jwks: {{ x }}\n", "a: b\n", "")},
		"merge keys":        {"a.yaml", []byte("remote_jwks: &a {b: c}\nx:\n" + many("- <<: [*a, *a]\n  k%d: v%d\n"))},
		"aliases":           {"a.yaml", fill("remote_jwks: &a [b,c,d,e]\nx: [", "*a,", "]\n")},
		"documents":         {"a.yaml", fill("", "---\nremote_jwks: a\n", "")},
		"embedded":          {"a.yaml", []byte(many("k%d: |\n  remote_jwks: a\n  b: c%d\n"))},
		"filters":           {"a.yaml", []byte(many("- {providers: {p%d: {remote_jwks: {}}}, x: %d}\n"))},
		"requirements":      {"a.yaml", []byte("providers:\n" + many("  p%d: {remote_jwks: {}, x: %d}\n") + "rules:\n" + many("- {requires: {allow_missing: {}}, a: %d, b: %d}\n"))},
		"environment":       {"a.yaml", []byte("a: RequestAuthentication\nb:\n" + many("- {PILOT_JWT_PUB_KEY_REFRESH_INTERVAL: %ds, x: %d}\n"))},
		"continuations":     {"a.properties", fill("a.resourceserver.jwt=", "\\\n", "")},
		"properties":        {"a.properties", []byte(many("spring.security.oauth2.resourceserver.jwt.audiences[%d]=${a%d:b}\n"))},
		"profiles":          {"a.properties", []byte("spring.security.oauth2.resourceserver.jwt.issuer-uri=a\n" + many("#---\nspring.profiles=p%d\nx=%d\n"))},
		"long names":        {"a.yaml", []byte("resourceserver" + strings.Repeat("x", n/2) + ":\n" + many("  k%d: v%d\n"))},
		"placeholders":      {"a.properties", fill("spring.security.oauth2.resourceserver.jwt.issuer-uri=", "${a:", "")},
		"variables":         {"a.properties", fill("spring.security.oauth2.resourceserver.jwt.issuer-uri=", "$A", "$"+strings.Repeat("A", n/2))},
		"referring to self": {"a.properties", fill("spring.security.oauth2.resourceserver.jwt.issuer-uri=${a}\na=", "${a}", "")},
	}
}

// TestHostileTextsTakeLinearTime allows many times what they take: what was
// quadratic here took minutes.
func TestHostileTextsTakeLinearTime(t *testing.T) {
	for name, file := range hostile() {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			Discover([]File{file})
			took := time.Since(start)
			t.Logf("%d octets in %s", len(file.Data), took)
			if took > 30*time.Second {
				t.Errorf("%d octets took %s", len(file.Data), took)
			}
		})
	}
}

func FuzzDiscover(f *testing.F) {
	cases, err := filepath.Glob(casesDir + "/*/*.txtar")
	if err != nil || len(cases) == 0 {
		f.Fatalf("no seeds: %v", err)
	}
	for _, file := range cases {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, c := range caseFiles(archive) {
			f.Add(c.Path, c.Data, []byte(kubernetesFile))
		}
	}
	f.Fuzz(func(t *testing.T, name string, data, other []byte) {
		files := []File{{name, data}, {"other/" + name, other}}
		got := Discover(files)
		if again := describe(Discover(files)); again != describe(got) {
			t.Fatal("two runs over the same files differ")
		}
		names := map[string]bool{}
		for _, c := range got.Consumers {
			key := c.Origin.File + "\x00" + c.Product + "\x00" + c.Name
			if c.Product == "" || c.Name == "" || c.Origin.Line < 1 || names[key] {
				t.Fatalf("consumer without product, name or place, or twice: %q at %s", c.Name, c.Origin)
			}
			names[key] = true
			if !slices.Contains(got.Recognised, c.Origin.File) {
				t.Fatalf("%s holds a consumer and is not recognised", c.Origin.File)
			}
		}
	})
}

// BenchmarkUnrelatedFiles is a folder of manifests that concern nobody here.
func BenchmarkUnrelatedFiles(b *testing.B) {
	manifest := []byte("apiVersion: apps/v1\nkind: Deployment\n" + strings.Repeat("  - name: web\n    image: example.com/web:1\n", 100))
	var files []File
	for i := range 10_000 {
		files = append(files, File{fmt.Sprintf("f%d.yaml", i), manifest})
	}
	b.SetBytes(int64(len(files) * len(manifest)))
	for b.Loop() {
		Discover(files)
	}
}
