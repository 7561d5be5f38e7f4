package window_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/rules/window"
)

// text writes what was read: directives, "?" after the doubtful, then problems.
func text(cc window.CacheControl) string {
	var directives, problems []string
	for _, d := range cc.Directives {
		word := d.String()
		if d.Doubtful {
			word += "?"
		}
		directives = append(directives, word)
	}
	for _, p := range cc.Problems {
		problems = append(problems, fmt.Sprintf("%s(%s: %s)", p.Kind, p.Directive, p.Detail))
	}
	return strings.Join(directives, " ") + " | " + strings.Join(problems, " ")
}

func TestParseCacheControl(t *testing.T) {
	cases := []struct {
		name  string
		lines []string
		want  string
	}{
		{"absent", nil, " | "},
		{"empty", []string{""}, " | "},
		{"plain", []string{"public, max-age=300"}, "public max-age=300 | "},
		{"names in any case", []string{"Public, MAX-AGE=300"}, "public max-age=300 | "},
		{"empty elements", []string{", ,max-age=300,,"}, "max-age=300 | "},
		{"two lines", []string{"max-age=300", "no-store"}, "max-age=300 no-store | conflict(max-age: max-age=300 with no-store)"},
		{"comma inside quotes", []string{`no-cache="a, b", max-age=5`}, `no-cache="a, b" max-age=5 | `},
		{"escaped quote", []string{`community="U\"C,I", max-age=5`}, `community="U\"C,I" max-age=5 | unknown(community: community="U\"C,I")`},
		{"quoted number", []string{`max-age="300"`}, `max-age="300" | quoted(max-age: max-age="300")`},
		{"fraction", []string{"max-age=1.5"}, "max-age=1.5? | malformed(max-age: max-age=1.5, want a whole number of seconds)"},
		{"negative", []string{"max-age=-1"}, "max-age=-1? | malformed(max-age: max-age=-1, want a whole number of seconds)"},
		{"unit", []string{"max-age=5m"}, "max-age=5m? | malformed(max-age: max-age=5m, want a whole number of seconds)"},
		{"no number", []string{"max-age"}, "max-age? | malformed(max-age: max-age, want a whole number of seconds)"},
		{"empty number", []string{"max-age="}, "max-age=? | malformed(max-age: max-age=, want a whole number of seconds)"},
		{"spaces around the sign", []string{"max-age = 300"}, `max-age=300? | malformed(: "max-age = 300")`},
		{"semicolon", []string{"max-age=300;s-maxage=10"}, `max-age=300? s-maxage=10? | malformed(: "max-age=300;s-maxage=10")`},
		{"comma forgotten", []string{"no-transform max-age=3"}, `no-transform? max-age=3? | malformed(: "no-transform max-age=3")`},
		{"duplicate", []string{"max-age=300, max-age=60"}, "max-age=300 max-age=60 | duplicate(max-age: max-age=300, max-age=60)"},
		{"duplicate over lines", []string{"no-cache", "no-cache"}, "no-cache no-cache | duplicate(no-cache: no-cache, no-cache)"},
		{"contradiction", []string{"no-cache, no-store, max-age=300"}, "no-cache no-store max-age=300 | conflict(max-age: max-age=300 with no-store) conflict(max-age: max-age=300 with no-cache)"},
		{"no contradiction", []string{"no-cache, no-store, max-age=0, must-revalidate"}, "no-cache no-store max-age=0 must-revalidate | "},
		{"public and private", []string{"public, private"}, "public private | conflict(public: public with private)"},
		{"field name inside", []string{"Cache-Control: public, max-age=5"}, `public? max-age=5 | header-text(: "Cache-Control: public")`},
		{"another field inside", []string{"max-age=5, Expires: 0"}, `max-age=5 | header-text(: "Expires: 0")`},
		{"argument where none belongs", []string{"no-transform=true"}, "no-transform=true? | malformed(no-transform: no-transform=true, want no argument)"},
		{"empty field names", []string{"private="}, "private=? | malformed(private: private=, want none or a list of field names)"},
		{"overflow", []string{"max-age=2147483649"}, "max-age=2147483649 | overflow(max-age: max-age=2147483649, want at most 2147483648)"},
		{"far overflow", []string{"max-age=99999999999999999999"}, "max-age=99999999999999999999 | overflow(max-age: max-age=99999999999999999999, want at most 2147483648)"},
		{"unknown", []string{"maxage=300"}, "maxage=300 | unknown(maxage: maxage=300)"},
		{"unterminated quote", []string{`no-cache="a, max-age=5`}, `max-age=5 | malformed(: unterminated quoted string in "no-cache=\"a, max-age=5") malformed(: "no-cache=\"a")`},
		{"control characters stay out", []string{"max-age=5\x1b[31m\u202e"}, ` | malformed(: "max-age=5\x1b[31m\u202e")`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			equal(t, text(window.ParseCacheControl(c.lines)), c.want)
		})
	}
}

func TestSeconds(t *testing.T) {
	cases := []struct {
		line string
		want time.Duration
		ok   bool
	}{
		{"max-age=300", 300 * time.Second, true},
		{"max-age=60, max-age=300", 60 * time.Second, true}, // RFC 9111 section 4.2.1: the first
		{"max-age=soon, max-age=300", 300 * time.Second, true},
		{`max-age="7"`, 7 * time.Second, true},
		{"max-age=1.5", time.Second, true},
		{"max-age=99999999999999999999", 1 << 31 * time.Second, true},
		{"max-age=", 0, false},
		{"s-maxage=5", 0, false},
	}
	for _, c := range cases {
		got, ok := window.ParseCacheControl([]string{c.line}).Seconds("max-age")
		if got != c.want || ok != c.ok {
			t.Errorf("%s: %v %v, want %v %v", c.line, got, ok, c.want, c.ok)
		}
	}
}

// A hostile field is bounded in what is kept of it, and says that it was.
func TestCacheControlIsBounded(t *testing.T) {
	for _, line := range []string{
		strings.Repeat("a=1,", 20000),
		strings.Repeat("max-age=1 ", 10000),
		strings.Repeat(`"`, 65535),
		strings.Repeat("x", 65535) + "=1",
	} {
		cc := window.ParseCacheControl([]string{line, "no-store"})
		size := 0
		for _, p := range cc.Problems {
			size += len(p.Detail) + len(p.Directive)
		}
		if len(cc.Directives) > 64 || len(cc.Problems) > 66 || size > 40000 {
			t.Errorf("%.20q: %d directives, %d problems of %d octets", line, len(cc.Directives), len(cc.Problems), size)
		}
	}
	many := window.ParseCacheControl([]string{strings.Repeat("public,", 100)})
	if !strings.Contains(text(many), "too-many") {
		t.Errorf("what was not read is not told: %s", text(many))
	}
}

func FuzzCacheControl(f *testing.F) {
	for _, seed := range []string{
		"public, max-age=300", `no-cache="a, b\"", private=x`, "max-age = 300; s-maxage=10", `no-cache="`,
		"Cache-Control: no-store", "max-age=99999999999999999999, max-age=-1", "\x00,=,==,\"\"=\"\"",
	} {
		f.Add(seed, "no-store")
	}
	f.Fuzz(func(t *testing.T, one, two string) {
		cc := window.ParseCacheControl([]string{one, two})
		for _, p := range cc.Problems {
			if strings.ContainsFunc(p.Detail+p.Directive, func(r rune) bool { return r < ' ' || r > '~' }) {
				t.Fatalf("%q %q: problem %+v is not printable", one, two, p)
			}
		}
		fresh, ok := window.FreshnessOf(response("Cache-Control: "+one, "Cache-Control: "+two))
		if !ok {
			t.Fatal("not judged")
		}
		for _, e := range []window.Term{fresh.E(), fresh.EOutage()} {
			if e.Low.D < 0 || e.High.D < e.Low.D {
				t.Fatalf("%q %q: %v", one, two, e)
			}
		}
		// Reading the directives again changes nothing.
		var words []string
		for _, d := range cc.Directives {
			if !d.Doubtful && len(d.Value) < 60 && len(d.Name) < 60 && !d.Quoted {
				words = append(words, d.String())
			}
		}
		again := window.ParseCacheControl([]string{strings.Join(words, ", ")})
		for i, d := range again.Directives {
			if d.String() != words[i] || d.Doubtful {
				t.Fatalf("%q became %q", words[i], d.String())
			}
		}
	})
}
