package cmd

import (
	"strings"
	"testing"
)

// TestImportsCanFail: arrows that must not exist are refused, and those that
// must are not.
func TestImportsCanFail(t *testing.T) {
	for _, arrow := range []struct{ from, to string }{
		{"rules", module + "scan"}, {"rules", module + "scan/jwks"}, {"rules", "net/http"}, {"rules", "os"}, {"rules", "net"},
		{"rules", "github.com/spf13/cobra"}, {"rules/window", module + "rules"}, {"rules/weakkey", module + "scan/inventory"},
		{"output", module + "scan"}, {"output", "os"}, {"output", "net/http"}, {"output", "github.com/spf13/cobra"},
		{"scan", module + "rules"}, {"scan", module + "output"}, {"scan", "net/http"}, {"scan", "net/http/httptest"},
		{"scan/jwks", "os"}, {"scan/consumer", "github.com/go-jose/go-jose/v4"}, {"scan/consumer", "os"},
		{"scan/inventory", module + "scan/jwks"}, {"scan/fetch", module + "scan"}, {"scan/fetch", "os"},
		{"cmd", "net/http"}, {"cmd", "github.com/sourcegraph/conc"}, {"cmd", "log"}, {"testdata", "os"}, {"testdata", module + "rules"},
		{"cmd/jwksaudit", module + "scan"}, {"bench", "testing"}, {"rules", "unsafe"},
	} {
		if _, ok := rooms[arrow.from]; ok && mayImport(arrow.from, arrow.to) {
			t.Errorf("%s may import %s", arrow.from, arrow.to)
		}
	}
	for _, arrow := range []struct{ from, to string }{
		{"rules", module + "rules/window"}, {"rules", "net/url"}, {"rules", "net/netip"}, {"scan/fetch", "net/http"},
		{"scan/fetch", "net/http/httptrace"}, {"scan", "github.com/sourcegraph/conc/pool"}, {"cmd", module + "output"}, {"output", "fmt"},
	} {
		if !mayImport(arrow.from, arrow.to) {
			t.Errorf("%s may not import %s", arrow.from, arrow.to)
		}
	}
}

// TestHiddenStateCanFail: each of these is one defect, however it is spelt.
func TestHiddenStateCanFail(t *testing.T) {
	for source, want := range map[string]string{
		`func init() {}`:                                  "init function",
		`var cache = map[string]int{}`:                    "package variable cache",
		`var errNone = errors.New("none")`:                "package variable errNone",
		`var n int`:                                       "package variable n",
		`var a, b = 1, 2`:                                 "package variable a\npackage variable b",
		`var p = &n`:                                      "package variable p",
		`var minus = -1`:                                  "package variable minus",
		`var rule = &Rule{}`:                              "package variable rule", // outside of package rules
		`import "os"; func f() { os.Exit(1) }`:            "uses os.Exit",
		`import system "os"; func f() { system.Exit(1) }`: "uses os.Exit",
		`import "os"; func f() string { return os.Getenv("HOME") }`:                       "uses os.Getenv",
		`import "time"; func f() any { return time.Now }`:                                 "uses time.Now",
		`import clock "time"; func f() any { return clock.Since(clock.Time{}) }`:          "uses time.Since",
		`import . "time"; func f() any { return Now() }`:                                  "dot import of time",
		`import web "net/http"; func f() { web.Get("https://a.example.com") }`:            "uses net/http.Get",
		`import "net/http"; func f() any { return http.DefaultTransport }`:                "uses net/http.DefaultTransport",
		`import "log"; func f() { log.Fatalf("x") }`:                                      "uses log.Fatalf",
		`import "github.com/go-jose/go-jose/v4"; func f() { jose.MaxRSAModulusBits = 1 }`: "go-jose's limit is for the whole process and never set",
		`import j "github.com/go-jose/go-jose/v4"; func f() { j.MaxRSAModulusBits = 1 }`:  "go-jose's limit is for the whole process and never set",

		`import "sync"; var table = sync.OnceValue(func() int { return 1 })`: "",
		`import "embed"; var files embed.FS`:                                 "",
		`import "io"; var _ io.Reader = (*T)(nil)`:                           "",
		`import "time"; func f() any { return time.Second }`:                 "",
		`type T struct{}; func (T) init() {}; const limit = 3`:               "",
		`func f(os T) { os.Exit() }`:                                         "",
	} {
		var got []string
		for _, defect := range hiddenState(t, "scan", "a.go", "package a; "+source) {
			got = append(got, strings.TrimPrefix(defect, "a.go:1: "))
		}
		if strings.Join(got, "\n") != want {
			t.Errorf("%s: %q, want %q", source, got, want)
		}
	}
	if defects := hiddenState(t, "rules", "a.go", `package a; var rule = &Rule{}`); defects != nil {
		t.Errorf("a rule value in package rules: %q", defects)
	}
	if defects := hiddenState(t, "cmd/jwksaudit", "main.go", `package main; import "os"; func main() { os.Exit(0) }`); defects != nil {
		t.Errorf("an exit in main: %q", defects)
	}
}
