package config

import (
	"fmt"
	"strings"
	"testing"
)

func TestAssignmentsAreReadWhateverTheFileIsCalled(t *testing.T) {
	for _, test := range []struct{ what, text, want string }{
		{"a text of assignments", "# comment\na.b = 1\nc=2\n", `a.b="1" c="2"`},
		{"a template gives a name twice", "{% if x %}\na=1\n{% else %}\na=2\n{% endif %}\nb=3\n", `a="1" open a="2" open b="3"`},
		{"the last of a name counts without a template", "a=1\na=2\n", `a="1" a="2"`},
	} {
		f, err := Open("server", []byte(test.text))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, field := range f.Documents()[0].Root().Fields {
			text := fmt.Sprintf("%s=%q", field.Name, field.Value.Text)
			if field.Value.Open {
				text += " open"
			}
			if !strings.HasPrefix(field.Name, "{%") {
				got = append(got, text)
			}
		}
		if joined := strings.Join(got, " "); joined != test.want {
			t.Errorf("%s: got %s, want %s", test.what, joined, test.want)
		}
	}
}

func TestYAMLIsNoAssignment(t *testing.T) {
	for _, text := range []string{"a: b=c\n", "- a=b\n", "key\n", "\"a\" = 1\n", "a b = c\n", ""} {
		if holdsAssignments(text) {
			t.Errorf("%q is taken for assignments", text)
		}
	}
}
