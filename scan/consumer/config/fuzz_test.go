package config

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzOpen(f *testing.F) {
	for _, text := range []string{
		"a: {b: [c, *d]}\n---\n&d e\n", "{\"a\": [1, null, \"\\ud83d\\ude00\"]}", "a: {{ .x }}\n{{- if y }}\nb:\n  {{ z }}\n{{ end }}",
		"data:\n  x.yaml: |2-\n\n      a: 1\n", "<<: &a {<<: *a}\n", "\uFEFF--- |\n a\n...\n%YAML 1.1\n---\n", "a: \uE0001\uE001 {{ x }}",
	} {
		f.Add("a.yaml", text)
	}
	f.Add("a.properties", "a=b\\\n c\n#---\n\\u00e9:d")
	f.Fuzz(func(t *testing.T, name, text string) {
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
				n.Path(nil)
			}
		}
		file.Failures()
	})
}

func FuzzProperties(f *testing.F) {
	for _, text := range []string{"a=b", "a:b\\\n  c", "\\u00e9 \\ud83d\\ude00", "=", "\\", "#x\n!y\n \t\fk\tv\r\n", "a\\=b = c", strings.Repeat("[", 300)} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file, err := Open("a.properties", []byte(text))
		if err != nil {
			return
		}
		for _, d := range file.Documents() {
			for _, p := range d.Root().Fields {
				if p.At.Line < 1 || p.Value.At.Line < p.At.Line || p.Value.At.Column < 1 {
					t.Fatalf("%q: name at %s, value at %s", p.Name, p.At, p.Value.At)
				}
			}
		}
		if fails := file.Failures(); len(fails) > 0 {
			t.Fatalf("properties that cannot be read: %+v", fails)
		}
	})
}

func FuzzExpand(f *testing.F) {
	for _, text := range []string{"${A:-${B}}", "{{ x | default \"y\" }}", "$(A)$B@c@<d>{e}#{f}", "${a:${a}}", "{{{{", "${${${"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		self := Placeholders{Colon: true, Lookup: func(string) (string, bool) { return text, true }}
		for _, p := range []Placeholders{{}, self} {
			got, answer := p.Expand(text)
			if answer != Defaulted && got != text {
				t.Fatalf("%q became %q without a default", text, got)
			}
			if len(got) > len(text)+maxExpanded+len(text)*maxExpansions || utf8.ValidString(text) && !utf8.ValidString(got) {
				t.Fatalf("%q became %d octets", text, len(got))
			}
		}
	})
}
