package config

import (
	"fmt"
	"strings"
	"testing"
)

// open parses a text as a file of a name and gives its only document.
func open(t *testing.T, name, text string) *Node {
	t.Helper()
	file, err := Open(name, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range file.Failures() {
		t.Fatalf("%s: %s", f.At, f.Reason)
	}
	documents := file.Documents()
	if len(documents) == 0 {
		t.Fatalf("no readable document: %+v", file.Failures())
	}
	return documents[0].Root()
}

// dump writes every scalar with its path and place.
func dump(n *Node) string {
	var b strings.Builder
	for at := range n.All() {
		if at.Kind == Scalar {
			fmt.Fprintf(&b, "%s=%q %d:%d\n", at.Path(nil), at.Text, at.At.Line, at.At.Column)
		}
	}
	return b.String()
}

func check(t *testing.T, got, want string) {
	t.Helper()
	if strings.TrimSpace(got) != strings.TrimSpace(want) {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestValuesKnowTheirPlaces(t *testing.T) {
	cases := []struct{ name, file, text, want string }{
		{"block YAML", "a.yaml", "a:\n  b: x\n  c:\n  - 1\n  - 'y'\n", `
a.b="x" 2:6
a.c[0]="1" 4:5
a.c[1]="y" 5:5`},
		{"octets, not characters", "a.yaml", "{ü: é, b: [ä, z]}\n", `
ü="é" 1:6
b[0]="ä" 1:14
b[1]="z" 1:18`},
		{"CRLF", "a.yaml", "a: x\r\nb: y\r\n", `
a="x" 1:4
b="y" 2:4`},
		{"byte-order mark", "a.yaml", "\uFEFFa: x\n", `a="x" 1:4`},
		{"tags", "a.yaml", "a: !Ref Api\nb: !Sub {x: y}\n", `
a="Api" 1:4
b.x="y" 2:13`},
		{"anchors keep the place of the value", "a.yaml", "a: &a {x: 1}\nb: *a\nc: {<<: *a, y: 2}\nd: {<<: [*a], x: 3}\n", `
a.x="1" 1:11
b.x="1" 1:11
c.y="2" 3:16
c.x="1" 1:11
d.x="3" 4:18`},
		{"JSON", "a.json", "{\"a\": [1, true],\n  \"b\": {\"c\": \"d\"}, \"n\": null}", `
a[0]="1" 1:8
a[1]="true" 1:11
b.c="d" 2:14`},
		{"JSON with a surrogate pair", "a.json", `{"a": "\ud83d\ude00"}`, `a="😀" 1:7`},
		{"JSON that is only YAML", "a.json", "{\"a\": \"x\", # why\n \"b\": y,}", `
a="x" 1:7
b="y" 2:7`},
		{"long line", "a.yaml", "{ä: [" + strings.Repeat("ö, ", 200) + "z]}", strings.Join(func() (out []string) {
			for i := range 200 {
				out = append(out, fmt.Sprintf(`ä[%d]="ö" 1:%d`, i, 7+4*i))
			}
			return append(out, `ä[200]="z" 1:807`)
		}(), "\n")},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { check(t, dump(open(t, c.file, c.text)), c.want) })
	}
}

func TestDocumentsAreCut(t *testing.T) {
	text := "# head\n---\na: 1\n--- # second\nb: 2\n...\nc: 3\n--- {d: 4}\n---\n\"e\": |\n  ---\n  not a document\n---x: 5\n"
	file, err := Open("a.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, d := range file.Documents() {
		got.WriteString(dump(d.Root()))
	}
	// "---x" separates nothing; the text of e may be a document, but cuts no other.
	check(t, got.String(), `
a="1" 3:4
b="2" 5:4
c="3" 7:4
d="4" 8:9
e="---\nnot a document\n" 10:6
---x="5" 13:7
="not a document" 12:3`)
}

func TestOneBrokenDocumentHidesNoOther(t *testing.T) {
	file, err := Open("a.yaml", []byte("a: 1\n---\nb: [\n---\nc: 3\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := len(file.Documents()); got != 2 {
		t.Errorf("%d readable documents, want 2", got)
	}
	failures := file.Failures("b:")
	if len(failures) != 1 || failures[0].At.Line < 3 || failures[0].At.Line > 4 {
		t.Errorf("failures %+v, want one at line 3 or 4", failures)
	}
	if got := file.Failures("c:"); len(got) != 0 {
		t.Errorf("failures with another sign: %+v, want none", got)
	}
}

func TestDocumentsAreParsedOnlyForTheirSigns(t *testing.T) {
	file, err := Open("a.yaml", []byte("kind: A\n---\nkind: [broken\n---\nkind: C\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := len(file.Documents("kind: C")); got != 1 {
		t.Errorf("%d documents, want 1", got)
	}
	if got := file.Failures(); len(got) != 0 {
		t.Errorf("failures of documents that nobody asked for: %+v", got)
	}
}

func TestDocumentsInTexts(t *testing.T) {
	text := `data:
  inner.yaml: |
    a: 1
    ---
    b:
      c: 2
  inner.properties: |
    x.y=z
  quoted.json: '{"d": 3}'
  folded.yaml: >
    e: 4
`
	file, err := Open("m.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, d := range file.Documents()[1:] {
		for at := range d.Root().All() {
			if at.Kind == Scalar {
				fmt.Fprintf(&got, "%s %s=%s %s\n", d.Name, at.Path(nil), at.Text, at.At)
			}
		}
	}
	check(t, got.String(), `
inner.yaml a=1 m.yaml:3:8
inner.yaml b.c=2 m.yaml:6:10
inner.properties x.y=z m.yaml:8:9
quoted.json d=3 m.yaml:9:16
folded.yaml e=4 m.yaml:10:16`)
}

func TestGuard(t *testing.T) {
	bomb := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c < 'j'; c++ {
		bomb += fmt.Sprintf("%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n", c, c, c-1, c-1, c-1, c-1, c-1, c-1, c-1, c-1, c-1)
	}
	cases := []struct{ name, file, text, want string }{
		{"too large", "a.yaml", strings.Repeat("x", MaxSize+1), "file is 2097153 octets, at most 2097152 are read"},
		{"not UTF-8", "a.yaml", "a: \xff\n", "file is not UTF-8"},
		{"too many documents", "a.yaml", strings.Repeat("---\na\n", 10_001), "file holds 10001 documents, at most 10000 are read"},
		{"brackets too deep", "a.json", strings.Repeat("[", 201), "values are nested 201 deep, at most 200 are read"},
		{"blocks too deep", "a.yaml", strings.Repeat("- ", 300) + "x", "values are nested more than 200 deep"},
		{"alias bomb", "a.yaml", bomb, "more than 400000 values with aliases expanded"},
		{"an anchor in itself", "a.yaml", "a: &a [*a]\n", "nested more than 200 deep"},
		{"unknown anchor", "a.yaml", "a: *secret\n", "not YAML: an alias names an unknown anchor"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			file, err := Open(c.file, []byte(c.text))
			if err != nil {
				got = err.Error()
			} else if file.Documents(); len(file.Failures()) > 0 {
				got = file.Failures()[0].Reason
			}
			if !strings.Contains(got, c.want) {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestProperties(t *testing.T) {
	cases := []struct{ text, want string }{
		{"a=b", `a="b" 1:3`},
		{"a = b ", `a="b " 1:5`},
		{"a:b\nc d\ne", "a=\"b\" 1:3\nc=\"d\" 2:3\ne=\"\" 3:2"},
		{"  a\t=\tb", `a="b" 1:7`},
		{"a==b", `a="=b" 1:3`},
		{"a = = b", `a="= b" 1:5`},
		{"# a=b\n! c=d\n\n  #e\nf=g", `f="g" 5:3`},
		{"# no continuation \\\na=b", `a="b" 2:3`},
		{"a=b\\\n   c\\\n\td", `a="bcd" 1:3`},
		{"a=\\\n  b", `a="b" 2:3`},
		{"a\\\n  b=c", `ab="c" 2:5`},
		{"a=b\\", `a="b" 1:3`},
		{`a=b\\`, `a="b\\" 1:3`},
		{`a\=b\:c\ d=e`, `a=b:c d="e" 1:12`},
		{`a=\u00e9\t\q\u12`, `a="é\tqu12" 1:3`},
		{`a=\ud83d\ude00`, `a="😀" 1:3`},
		{"a=b\r\nc=d\r\n", "a=\"b\" 1:3\nc=\"d\" 2:3"},
		{"a=\xe9", `a="é" 1:3`}, // ISO 8859-1
		{"a=${b:c}", `a="${b:c}" 1:3`},
	}
	for _, c := range cases {
		t.Run(c.text, func(t *testing.T) { check(t, dump(open(t, "a.properties", c.text)), c.want) })
	}
}

func TestPropertiesDocuments(t *testing.T) {
	file, err := Open("a.properties", []byte("a=1\n#---\nb=2\n!---\nc=3\n#--- no\nd=4\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := len(file.Documents()); got != 3 {
		t.Errorf("%d documents, want 3", got)
	}
}

func TestTemplates(t *testing.T) {
	cases := []struct{ name, text, want string }{
		{"a scalar", "a: {{ .x }}\nb: y-{{ .x }}-z\n", `
a="{{ .x }}" 1:4
b="y-{{ .x }}-z" 2:4`},
		{"columns behind an action", "{a: {{ .x }}, b: y, c: {{ z }}, d: e}\n", `
a="{{ .x }}" 1:5
b="y" 1:18
c="{{ z }}" 1:24
d="e" 1:36`},
		{"a key", "{{ .k }}: v\n", `{{ .k }}="v" 1:11`},
		{"control lines", "{{- if .x }}\na: 1\n{{- end }}\n{{/* why */}}\nb: 2\n", `
a="1" 2:4
b="2" 5:4`},
		{"two branches", "{{ if .x }}\na: 1\n{{ else }}\na: 2\n{{ end }}\n", `a="1 | 2" 2:4`},
		{"a value below its setting", "a:\n  {{- toYaml .x | nindent 2 }}\nb: 1\n", `
a="{{- toYaml .x | nindent 2 }}" 1:4
b="1" 3:4`},
		{"additions to a mapping", "a:\n  {{- include \"labels\" . | nindent 2 }}\n  c: 1\n", `a.c="1" 3:6`},
		{"additions to a list", "a:\n{{ include \"x\" . }}\n- b\n", `a[0]="b" 3:3`},
		{"a range", "a:\n{{- range .x }}\n- {{ . }}\n{{- end }}\n", `a[0]="{{ . }}" 3:3`},
		{"an assignment gives nothing", "a:\n{{ $x := 1 }}\nb: 1\n", `b="1" 3:4`},
		{"over several lines", "a: {{ include \"x\"\n  (dict \"b\" 1) }}\nc: 2\n", `
a="{{ include \"x\"\n  (dict \"b\" 1) }}" 1:4
c="2" 3:4`},
		{"Jinja", "{% for i in x %}\na: {{ i }}\n{% endfor %}\n{# no #}\nb: 1\n", `
a="{{ i }}" 2:4
b="1" 5:4`},
		{"JSON", "{\"a\": {{ .x }}, \"b\": \"{{ .y }}\"}", `
a="{{ .x }}" 1:7
b="{{ .y }}" 1:22`},
		{"quoted actions need no mask", "a: '{{ .x }}'\n", `a="{{ .x }}" 1:4`},
		{"actions in a block scalar", "a: |\n  b\n  {{ .x }}\nc: d\n", `
a="b\n{{ .x }}\n" 1:4
c="d" 4:4`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { check(t, dump(open(t, "a.yaml", c.text)), c.want) })
	}
}

func TestTemplatesThatCannotBeRead(t *testing.T) {
	for _, text := range []string{
		"{{ if .x }}a: 1{{ else }}a: 2{{ end }}\n",
		"a: {{ never closed\n",
		"a: {{ x }}\nb: \uE0000\uE001\n", // what stands for actions stands in the text
	} {
		file, err := Open("a.yaml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if file.Documents(); len(file.Failures()) != 1 {
			t.Errorf("%q: %d failures, want 1", text, len(file.Failures()))
		}
	}
}

func TestPaths(t *testing.T) {
	root := open(t, "a.yaml", "a:\n  b:\n  - c: x\n")
	c := root.Get("a").Get("b").Elements()[0].Get("c")
	if got := c.Path(nil); got != "a.b[0].c" {
		t.Errorf("path from the root %q, want a.b[0].c", got)
	}
	if got := c.Path(root.Get("a")); got != "b[0].c" {
		t.Errorf("path from a %q, want b[0].c", got)
	}
}

func TestAbsentNodesCanBeAsked(t *testing.T) {
	var n *Node
	if n.Get("a").Get("b").Scalar() != "" || n.Elements() != nil || n.Is(Map) || n.Name() != "" || n.Canonical() != "" {
		t.Error("an absent node holds something")
	}
	if null := open(t, "a.yaml", "a: null\nb: ~\n"); null.Get("a") != nil || null.Get("b") != nil || null.Field("a") == nil {
		t.Error("a null counts as present, or its field as absent")
	}
}
