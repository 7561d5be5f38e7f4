package config

import (
	"strings"
	"testing"
)

// fuzzFormat reads texts in one format: places lie within the text, and nothing
// but the text comes out.
func fuzzFormat(f *testing.F, name string, seeds ...string) {
	for _, text := range seeds {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file, err := Open(name, []byte(text))
		if err != nil {
			return
		}
		lines := strings.Count(text, "\n") + 1
		for _, d := range file.Documents() {
			for n := range d.Root().All() {
				if n.At.Line < 1 || n.At.Line > lines+1 && !strings.ContainsAny(text, "\r\u0085\u2028\u2029") {
					t.Fatalf("%s lies outside of %d lines", n.At, lines)
				}
			}
		}
		for _, failure := range file.Failures() {
			if failure.Reason == "" || failure.At.Line < 1 {
				t.Fatalf("a failure without reason or place: %+v", failure)
			}
		}
	})
}

func FuzzHCL(f *testing.F) {
	fuzzFormat(f, "a.tf", "a \"b\" {\n c = \"${var.d}\"\n e = <<-F\n  g\n F\n}", "a = {b = [1, -2], (c) = d ? e : f}", "a = \"%{ if b }c%{ endif }\"", "a = !!!!--1")
}

func FuzzTOML(f *testing.F) {
	fuzzFormat(f, "a.toml", "a.b = [1, {c = 'd'}]\n[[e.f]]\ng = \"\"\"h\n\"\"\"\n", "\"\\u00e9\" = 1979-05-27T07:32:00Z", "[a]\n[a.b]\n[[a.c]]\n[a.c.d]\n")
}

func FuzzINI(f *testing.F) {
	fuzzFormat(f, "a.ini", "[a]\nb = c ; d\n", "a = \\\n b\n[c]x", "{% if %}\n= a\n[")
}

func FuzzXML(f *testing.F) {
	fuzzFormat(f, "a.xml", "<a b=\"@(c[\"d\"])\">@{ e }</a>", "<a><![CDATA[b]]>&amp;<c d='e'/></a>", "<?xml version=\"1.0\" encoding=\"x\"?><a xmlns:b=\"c\" b:d=\"\"/>", "<!DOCTYPE a><a>@(\"</a>")
}

func FuzzNginx(f *testing.F) {
	fuzzFormat(f, "nginx.conf", "a \"b\" { c 'd\\''; }", "a ${b} {{ c }};\n{% if %}\n", "a_by_lua_block { } # x", "a\\;b;{")
}

func FuzzEnvironment(f *testing.F) {
	fuzzFormat(f, ".env", "A=b\nexport C='d' # e\n", "=\nA\nA=\"", "\texport  B = c\r\n")
}
