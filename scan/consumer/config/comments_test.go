package config

import "testing"

func TestCommentsInJSONAreLeftOut(t *testing.T) {
	for _, test := range []struct{ what, text, want string }{
		{"a line", "{\"a\": 1 // one\n}", "{\"a\": 1       \n}"},
		{"a block over lines", "{/* x\ny */\"a\": 1}", "{    \n    \"a\": 1}"},
		{"a URL in quotes", `{"a": "https://b/*c*/"}`, `{"a": "https://b/*c*/"}`},
		{"a quote that is escaped", `{"a": "\" // b"}`, `{"a": "\" // b"}`},
		{"commas at the end", `{"a": [1, 2, /* x */ ], }`, `{"a": [1, 2          ]  }`},
		{"a comma in quotes", `[",", ","]`, `[",", ","]`},
		{"a comment without end", `[1] /* x`, `[1]     `},
		{"a quote without end", `["a`, `["a`},
	} {
		if got := uncommented(test.text); got != test.want {
			t.Errorf("%s: got %q, want %q", test.what, got, test.want)
		}
	}
}

func FuzzUncommented(f *testing.F) {
	for _, seed := range []string{`{"a": 1} // b`, "/*", `"\`, `[1,]`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := uncommented(text)
		if len(got) != len(text) {
			t.Errorf("%d octets became %d: places would move", len(text), len(got))
		}
		for i := range len(text) {
			if got[i] != text[i] && got[i] != ' ' || (text[i] == '\n') != (got[i] == '\n') {
				t.Errorf("octet %d is %q, was %q", i, got[i], text[i])
			}
		}
	})
}
