package consumer

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
)

func TestJAASOptions(t *testing.T) {
	for text, want := range map[string]string{
		`org.example.LoginModule required a.b="x y" c='z';`: "a.b=x y|c=z",
		"org.example.LoginModule required\n  a = 1\n  b=2;": "a=1|b=2",
		`org.example.LoginModule required a="say \"hi\"";`:  `a=say "hi"`,
		`org.example.LoginModule required a="";`:            "a=",
		`org.example.LoginModule required a="open`:          "",
		`a="not of a module"`:                               "",
	} {
		options := jaasOptions(&config.Node{Kind: config.Scalar, Text: text})
		var got []string
		for _, name := range slices.Sorted(maps.Keys(options)) {
			got = append(got, name+"="+options[name].Text)
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q gives %q, want %q", text, got, want)
		}
	}
}

func FuzzJAASOptions(f *testing.F) {
	f.Add(`org.example.LoginModule required a.b="x y" c='z' d=1;`)
	f.Add(`LoginModule a="\`)
	f.Fuzz(func(t *testing.T, text string) {
		for name, value := range jaasOptions(&config.Node{Kind: config.Scalar, Text: text}) {
			if !strings.Contains(text, name) || len(value.Text) > len(text) {
				t.Errorf("%q gives %q=%q", text, name, value.Text)
			}
		}
	})
}
