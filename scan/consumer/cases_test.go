package consumer

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

var update = flag.Bool("update", false, "rewrite the expected part of the cases")

const casesDir = "../../testdata/consumers"

// TestCases reads every case of testdata/consumers: the files of an archive, and
// under "want" what must be made of them.
func TestCases(t *testing.T) {
	files, err := filepath.Glob(casesDir + "/*/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases in %s: %v", casesDir, err)
	}
	for _, file := range files {
		name, _ := filepath.Rel(casesDir, file)
		t.Run(filepath.ToSlash(name), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := describe(Discover(caseFiles(archive)))
			if *update {
				writeWant(t, file, archive, got)
				return
			}
			if want := wantOf(archive); got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

func caseFiles(archive *txtar.Archive) []File {
	var files []File
	for _, f := range archive.Files {
		if f.Name != "want" {
			files = append(files, File{f.Name, f.Data})
		}
	}
	return files
}

func wantOf(archive *txtar.Archive) string {
	for _, f := range archive.Files {
		if f.Name == "want" {
			return string(f.Data)
		}
	}
	return "(the case has no want part)"
}

func writeWant(t *testing.T, file string, archive *txtar.Archive, got string) {
	t.Helper()
	out := &txtar.Archive{Comment: archive.Comment}
	for _, f := range archive.Files {
		if f.Name != "want" {
			out.Files = append(out.Files, f)
		}
	}
	out.Files = append(out.Files, txtar.File{Name: "want", Data: []byte(got)})
	if err := os.WriteFile(file, txtar.Format(out), 0o644); err != nil {
		t.Fatal(err)
	}
}

// describe writes a result as the cases have it.
func describe(r Result) string {
	var b strings.Builder
	for _, c := range r.Consumers {
		describeConsumer(&b, c)
	}
	for _, p := range r.Problems {
		fmt.Fprintf(&b, "problem %s %s %s: %s\n", p.Kind, p.Target, p.Origins[0], p.Detail)
	}
	fmt.Fprintf(&b, "recognised: %s\n", strings.Join(r.Recognised, " "))
	return b.String()
}

func describeConsumer(b *strings.Builder, c *inventory.Consumer) {
	fmt.Fprintf(b, "%s %s %q at %s\n", c.Product, orDash(c.Variant), c.Name, c.Origin)
	list := func(what string, values []inventory.Value[string]) {
		for _, v := range values {
			fmt.Fprintf(b, "  %s: %s\n", what, valued(v, func(s string) string { return s }))
		}
	}
	list("issuer", c.Issuers)
	list("key set", c.JWKSURLs)
	list("discovery", c.DiscoveryURLs)
	for _, p := range c.Pins {
		fmt.Fprintf(b, "  pin: kid=%q kty=%s %s (%s)\n", p.Kid, p.Key.Kty, p.Thumbprint, p.At)
	}
	list("static file", c.StaticFiles)
	list("pinned TLS", c.PinsTLS)
	line := func(what, value string) { fmt.Fprintf(b, "  %s: %s\n", what, value) }
	line("refresh", string(c.Refresh.Mode)+", headers "+orDash(string(c.Refresh.HTTPCache))+
		flagged(c.Refresh.MergesSets, ", merges sets")+flagged(c.Refresh.UsesExpired, ", uses expired")+
		flagged(c.Refresh.Coupled, ", coupled"))
	line("interval", valued(c.Refresh.Interval, span))
	line("refetch on unknown kid", valued(c.Refresh.UnknownKid, yesNo))
	line("cooldown", valued(c.Refresh.Cooldown, span))
	line("push delay", valued(c.Refresh.PushDelay, span))
	line("stale on error", valued(c.Refresh.StaleOnError, span))
	line("verdicts", valued(c.Refresh.Verdicts, span))
	line("checks issuer", valued(c.Checks.Issuer, yesNo))
	line("checks audience", valued(c.Checks.Audience, yesNo))
	list("audience", c.Checks.Audiences)
	line("algorithms", valued(c.Checks.Algorithms, words))
	line("skew", valued(c.Checks.Skew, time.Duration.String))
	if c.Checks.Expiry.From != inventory.Unknown { // few configurations show it
		line("expiry", valued(c.Checks.Expiry, yesNo))
	}
	line("token optional", valued(c.Checks.TokenOptional, yesNo))
	line("verifies TLS", valued(c.Checks.VerifiesTLS, yesNo))
	line("can use", valued(c.Capabilities.Algorithms, words))
	for _, p := range c.Unresolved {
		line("unresolved", fmt.Sprintf("%s = %s (%s)", p.Field, p.Text, p.At))
	}
	for _, n := range c.Notes {
		line("note", n)
	}
}

func valued[T any](v inventory.Value[T], show func(T) string) string {
	if v.From == inventory.Unknown {
		out := "unknown"
		if !v.At.IsZero() {
			out += " (" + v.At.String() + ")"
		}
		return out
	}
	out := show(v.V)
	if v.From == inventory.Unresolved {
		out = "?"
	}
	out += " (" + v.From.String()
	if !v.At.IsZero() {
		out += " " + v.At.String()
	}
	if v.Text != "" {
		out += " " + v.Text
	}
	return out + ")"
}

func span(s inventory.Span) string {
	if s.Infinite {
		return "forever"
	}
	return s.D.String()
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func words(list []string) string {
	if len(list) == 0 {
		return "any"
	}
	return strings.Join(list, " ")
}

func flagged(b bool, text string) string {
	if b {
		return text
	}
	return ""
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
