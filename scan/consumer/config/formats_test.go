package config

import (
	"strings"
	"testing"
)

func TestHCL(t *testing.T) {
	cases := []struct{ name, text, want string }{
		{"blocks and their labels", "resource \"a\" \"b\" {\n  c = \"d\"\n  e {\n    f = 1\n  }\n}\n", `
resource.a.b.c="d" 2:7
resource.a.b.e.f="1" 4:9`},
		{"literals", "a = true\nb = -1.5\nc = null\nd = [\"x\", 2]\ne = {f = \"g\", \"h i\" = \"j\", k : 1}\n", `
a="true" 1:5
b="-1.5" 2:5
d[0]="x" 4:6
d[1]="2" 4:11
e.f="g" 5:10
e.h i="j" 5:23
e.k="1" 5:32`},
		{"references stand as placeholders", "a = var.b\nc = \"x-${local.d}-y\"\ne = \"${var.f}\"\n", `
a="${var.b}" 1:5
c="x-${local.d}-y" 2:5
e="${var.f}" 3:5`},
		{"octets, not characters", "a = {ü = \"é\", b = \"c\"}\n", `
a.ü="é" 1:11
a.b="c" 1:21`},
		{"escapes", `a = "x\n\"y\" $${z}"`, `a="x\n\"y\" ${z}" 1:5`},
		{"heredoc", "a = <<-EOT\n    b\n      c\n    EOT\n", `a="b\n  c\n" 1:5`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { check(t, dump(open(t, "a.tf", c.text)), c.want) })
	}
}

func TestHCLExpressionsAreOpen(t *testing.T) {
	for _, expression := range []string{
		"data.a.b.c", "file(\"x\")", "var.a ? 1 : 2", "\"${a.b.c}/d\"", "-a.b", "var.a[0]", "[for x in y : x]", "1 + 2", "local.a.b",
	} {
		root := open(t, "a.tf", "k = "+expression+"\n")
		if value := root.Get("k"); !value.Open || !strings.Contains(expression, value.Text) {
			t.Errorf("%s: open %t, text %q", expression, value.Open, value.Text)
		}
	}
}

func TestTOML(t *testing.T) {
	cases := []struct{ name, text, want string }{
		{"values", "a = \"b\"\nc = 'd'\ne = 1\nf = true\ng = 1979-05-27\nh = 1.5\n", `
a="b" 1:5
c="d" 2:5
e="1" 3:5
f="true" 4:5
g="1979-05-27" 5:5
h="1.5" 6:5`},
		{"escapes", `a = "x\ty\u00e9"`, `a="x\tyé" 1:5`},
		{"lists and tables in a line", "a = [\"b\",\n  'c']\nd = {e = 1, f.g = [2]}\n", `
a[0]="b" 1:6
a[1]="c" 2:3
d.e="1" 3:10
d.f.g[0]="2" 3:20`},
		{"tables", "[a.b]\nc = 1\n[[d]]\ne = 1\n[d.x]\ny = 0\n[[d]]\ne = 2\n[a]\nz.w = 3\n", `
a.b.c="1" 2:5
a.z.w="3" 10:7
d[0].e="1" 4:5
d[0].x.y="0" 6:5
d[1].e="2" 8:5`},
		{"octets, not characters", "\"ü\" = {a = \"é\", b = \"c\"}", `
ü.a="é" 1:13
ü.b="c" 1:23`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { check(t, dump(open(t, "a.toml", c.text)), c.want) })
	}
}

func TestINI(t *testing.T) {
	cases := []struct{ name, text, want string }{
		{"sections", "a = b\n[c.d]\ne=f\ng : h\n[a]\n[c.d] ; again\ni = j\n", `
a="b" 1:5
c.d.e="f" 3:3
c.d.g="h" 4:5
c.d.i="j" 7:5`},
		{"comments and quotes", "; x\n# y\na = b ; c\nd = \"e ; f\"\ng = 'h' # i\nj = k#l\nm =\n", `
a="b" 3:5
d="e ; f" 4:5
g="h" 5:5
j="k#l" 6:5
m="" 7:4`},
		{"a line that goes on", "a = {\"b\": \\\n  \"c\"}\n", `a="{\"b\": \"c\"}" 1:5`},
		{"CRLF", "[a]\r\nb = c\r\n", `a.b="c" 2:5`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { check(t, dump(open(t, "a.ini", c.text)), c.want) })
	}
}

func TestXML(t *testing.T) {
	cases := []struct{ name, text, want string }{
		{"elements, attributes, text", "<?xml version=\"1.0\"?>\n<a b=\"c\">\n  <d>e</d>\n  <d f='g'> h </d>\n  <i/>\n</a>", `
a.@b="c" 2:7
a.d="e" 3:6
a.d.@f="g" 4:9
a.d.#text="h" 4:13
a.i="" 5:3`},
		{"references", "<a b=\"x&amp;y\">&lt;&#65;</a>", `
a.@b="x&y" 1:7
a.#text="<A" 1:16`},
		{"CDATA and comments", "<a><!-- <b/> --><![CDATA[<c>]]></a>", `a="<c>" 1:17`},
		{"expressions as written", "<a b=\"@(x[\"y\"] < 1 && z(\")\"))\" c=\"d\"><e>@{ return \"<f>\"; }</e></a>", `
a.@b="@(x[\"y\"] < 1 && z(\")\"))" 1:7
a.@c="d" 1:35
a.e="@{ return \"<f>\"; }" 1:41`},
		{"several roots", "<a/><b>c</b>", `
a="" 1:1
b="c" 1:8`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { check(t, dump(open(t, "a.xml", c.text)), c.want) })
	}
}

func TestNginx(t *testing.T) {
	cases := []struct{ name, text, want string }{
		{"directives and blocks", "a b c;\nhttp {\n  location = /x { d e; }\n}\na f;\n", `
a[0]="b" 1:3
a[1]="c" 1:5
http[0].location[0]="=" 3:12
http[0].location[1]="/x" 3:14
http[0].location[2].d[0]="e" 3:21
a[0]="f" 5:3`},
		{"quotes and comments", "a \"b; {c\" 'd \\' e'; # f;\n# g {\nh i#j;\n", `
a[0]="b; {c" 1:3
a[1]="d ' e" 1:11
h[0]="i#j" 3:3`},
		{"variables in braces", "a ${b}c $d;\n", `
a[0]="${b}c" 1:3
a[1]="$d" 1:9`},
		{"templates", "{{ if .x }}\na {{ .b }}/c;\n{% endif %}\n", `a[0]="{{ .b }}/c" 2:3`},
		{"other languages", "access_by_lua_block {\n  if x then y = {1} end\n}\na b;\n", `a[0]="b" 4:3`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { check(t, dump(open(t, "nginx.conf", c.text)), c.want) })
	}
}

func TestEnvironment(t *testing.T) {
	text := "# x\nA=b\nexport C=\"d e\"\n f = g\nH='i' # j\nK=l#m\nN=\n"
	check(t, dump(open(t, ".env.local", text)), `
A="b" 2:3
C="d e" 3:10
H="i" 5:3
K="l#m" 6:3
N="" 7:3`)
}

// TestConfFilesAreReadAsWhatTheyAre: one extension serves several formats.
func TestConfFilesAreReadAsWhatTheyAre(t *testing.T) {
	cases := []struct{ name, file, text, want string }{
		{"nginx", "a.conf", "server { listen 80; }", `server[0].listen[0]="80" 1:17`},
		{"HCL", "server.conf", "server {\n  a = \"b\"\n}\n", `server.a="b" 2:7`},
		{"INI", "a.conf", "b.c = d\n[e]\nf = g\n", "b.c=\"d\" 1:7\ne.f=\"g\" 3:5"},
		{"TOML", "a.cfg", "b = [\"c\"]\n", `b[0]="c" 1:6`},
		{"INI in a .cfg", "a.cfg", "b = c d\n", `b="c d" 1:5`},
		{"a template's name", "a.toml.j2", "b = \"{{ c }}\"\n", `b="{{ c }}" 1:5`},
		{"XML without a name", "policy", "<a>b</a>", `a="b" 1:4`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { check(t, dump(open(t, c.file, c.text)), c.want) })
	}
}

func TestPlacesOfDocumentsWithin(t *testing.T) {
	file, err := Open("a.tf", []byte("a \"b\" {\n  policy = <<-XML\n    <p>\n      <q r=\"s\"/>\n    </p>\n  XML\n}\n"))
	if err != nil {
		t.Fatal(err)
	}
	documents := file.Documents()
	if len(documents) != 2 {
		t.Fatalf("%d documents, want the file and the policy in it", len(documents))
	}
	check(t, dump(documents[1].Root()), `p.q.@r="s" 4:13`)
}

func TestHostileText(t *testing.T) {
	const many = 100_000
	deep := strings.Repeat
	cases := []struct{ name, file, text, want string }{
		{"HCL lists", "a.tf", "a = " + deep("[", many), "nested"},
		{"HCL parentheses", "a.tf", "a = " + deep("(", many), "nested too deep"},
		{"HCL signs", "a.tf", "a = " + deep("-", many) + "1", "nested too deep"},
		{"HCL signs and comments", "a.tf", "a = (" + deep("!/**/\n", many) + "1)", "nested too deep"},
		{"HCL conditions", "a.tf", "a = " + deep("b?c:", many/5) + "1", "nested too deep"},
		{"HCL splats", "a.tf", "a = b" + deep("[*]", many/5), "nested too deep"},
		{"HCL attribute splats", "a.tf", "a = b" + deep(".*", many/5), "nested too deep"},
		{"HCL tokens", "a.tf", deep("a=1\n", 2*many), "tokens"},
		{"HCL texts in texts", "a.tf", "a = " + deep("\"${", many), "nested"},
		{"HCL blocks", "a.tf", deep("a {\n", many), "nested"},
		{"HCL labels", "a.tf", "a " + deep("b ", many) + "{}", "nested"},
		{"TOML keys", "a.toml", deep("a.", many) + "b = 1", "nested"},
		{"TOML headers", "a.toml", "[" + deep("a.", many) + "b]", "nested"},
		{"TOML lists", "a.toml", "a = " + deep("[", many), "nested"},
		{"XML elements", "a.xml", deep("<a>", many), "nested"},
		{"XML entities", "a.xml", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "entity"},
		{"XML external entity", "a.xml", "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>", "entity"},
		{"nginx blocks", "nginx.conf", deep("a {", many), "nested"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			file, err := Open(c.file, []byte(c.text))
			if err != nil {
				t.Fatal(err)
			}
			file.Documents()
			failures := file.Failures()
			if len(failures) != 1 || !strings.Contains(failures[0].Reason, c.want) {
				t.Errorf("%+v, want one failure with %q", failures, c.want)
			}
		})
	}
}

// TestMessagesQuoteNothing: what cannot be parsed may be a secret.
func TestMessagesQuoteNothing(t *testing.T) {
	for _, name := range []string{"a.tf", "a.toml", "a.ini", "a.xml", "a.conf", "a.cfg"} {
		for _, text := range []string{"hunter2", "a = hunter2 hunter2 \"", "[hunter2", "<hunter2>&hunter2;", "a = \"hunter2"} {
			file, err := Open(name, []byte(text))
			if err != nil {
				t.Fatal(err)
			}
			file.Documents()
			for _, f := range file.Failures() {
				if strings.Contains(f.Reason, "hunter2") {
					t.Errorf("%s: %q in %q", name, f.Reason, text)
				}
			}
		}
	}
}
