package history

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

func export(t *testing.T, s *Store) string {
	t.Helper()
	var out bytes.Buffer
	if err := s.Export(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// importing imports a text and returns how many polls were new and what was wrong.
func importing(t *testing.T, s *Store, text string) (added int, problems []string) {
	t.Helper()
	done, err := s.Import(t.Context(), strings.NewReader(text), func(line int, err error) {
		problems = append(problems, fmt.Sprintf("%d: %v", line, err))
	})
	if err != nil {
		t.Fatal(err)
	}
	return done.New, problems
}

// fill records a year at two endpoints, a key that is exposed and a scan.
func fill(t *testing.T, s *Store, random *rand.Rand) {
	t.Helper()
	looks := year(t)
	leaked := keySet(t, "leaked", "日本\u202e𝄞##[x]")
	leaked.Keys[0].Private = []inventory.PrivateMember{{Name: "d", Octets: 256, Matches: true}}
	looks = append(looks, Look{"http://a.example.com/", fetched(day(1), leaked)}, Look{"http://a.example.com/", fetched(day(2), leaked)})
	random.Shuffle(len(looks), func(i, j int) { looks[i], looks[j] = looks[j], looks[i] })
	record(t, s, looks[:100]...)
	record(t, s, looks[90:]...)
	scan := Scan{Scope: "fleet", Time: day(9), Findings: []Finding{{"b", address, json.RawMessage(`{"message":"x"}`)}, {"a", address, json.RawMessage(`2`)}}}
	if err := s.SaveScan(t.Context(), scan); err != nil {
		t.Fatal(err)
	}
}

// TestExportsAreTheSame fills both databases with the same in another order, and
// imports what one exports into the other.
func TestExportsAreTheSame(t *testing.T) {
	first := open(t, t.TempDir()+"/first.db")
	fill(t, first, rand.New(rand.NewPCG(1, 1)))
	want := export(t, first)
	if !IsExport([]byte(want)) || strings.Count(want, "\n") != strings.Count(want, `"kind"`) {
		t.Fatalf("no export: %.200s", want)
	}
	for i := range len(want) {
		if c := want[i]; c > '~' || c < ' ' && c != '\n' {
			t.Fatalf("octet %#x is exported", c)
		}
	}
	if strings.Contains(want, "##[") {
		t.Error("a command of the runner is exported")
	}
	onBoth(t, func(t *testing.T, place string) {
		second := open(t, place)
		fill(t, second, rand.New(rand.NewPCG(2, 2)))
		if got := export(t, second); got != want {
			t.Error("another order gives another export")
		}
		if added, problems := importing(t, second, want); added != 0 || len(problems) > 0 {
			t.Errorf("what is known already gives %d new polls, %q", added, problems)
		}
		if got := export(t, second); got != want {
			t.Error("importing what is known already changes the export")
		}
	})
	onBoth(t, func(t *testing.T, place string) {
		third := open(t, place)
		if added, problems := importing(t, third, want); added != 367 || len(problems) > 0 {
			t.Errorf("%d polls are new, want 367; %q", added, problems)
		}
		if got := export(t, third); got != want {
			t.Error("an import of an export gives another export")
		}
		t.Logf("%d octets, %d lines", len(want), strings.Count(want, "\n"))
	})
}

func TestBadLinesLoseNothingElse(t *testing.T) {
	const (
		begin = `{"kind":"history","version":1}`
		set   = `{"kind":"keys","url":"https://idp.example.com/jwks","n":1,"value":{"Keys":[]}}`
		poll  = `{"kind":"poll","url":"https://idp.example.com/jwks","time":"2026-03-01T12:00:00Z","status":200,"keys":1}`
	)
	onBoth(t, func(t *testing.T, place string) {
		s := open(t, place)
		for text, want := range map[string]string{
			`{`:                  "is no line of an export",
			`{"kind":"receipt"}`: `is of kind "receipt", which is not known`,
			`{"kind":"finding"}`: "lacks the scope of the scan",
			`{"kind":"exposed"}`: "has no thumbprint as RFC 7638 makes it with SHA-256",
			`{"kind":"exposed","thumbprint":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}`:            "has no time between the years 1970 and 2261",
			`{"kind":"finding","scope":"x"}`:                                                           "is a finding that does not follow the scan of its scope",
			`{"kind":"keys","url":"https://idp.example.com/jwks","n":2,"value":{"Keys":[{"RSA":{}}]}}`: "has a value that is no key set",
			`{"kind":"metadata","url":"https://idp.example.com/jwks","n":1,"value":"x"}`:               "has a value that is no metadata",
			strings.Replace(poll, `"keys":1`, `"keys":3`, 1):                                           "is a poll of https://idp.example.com/jwks whose key set or metadata does not stand before it",
			strings.Replace(poll, `com/jwks`, `com/other`, 1):                                          "is a poll of https://idp.example.com/other whose key set or metadata does not stand before it",
			strings.Replace(poll, `"keys":1`, `"vantage":"\u0000"`, 1):                                 "is a poll of https://idp.example.com/jwks with a vantage that has control characters",
			`{"kind":"poll","url":"https://u:p@idp.example.com/","time":"2026-03-01T12:00:00Z"}`:       "is a poll of a URL with a user name or password",
			`{"kind":"poll","url":"https://idp.example.com/"}`:                                         "is a poll of https://idp.example.com/ that has no time between the years 1970 and 2261",
			`{"kind":"scan","scope":"x"}`:                                                              "ends a scan that cannot be used: a scan has no time between the years 1970 and 2261",
			`{"kind":"scan","scope":"x\u0000","time":"2026-03-01T12:00:00Z"}`:                          "ends a scan that cannot be used: the scope of a scan has control characters",
		} {
			_, problems := importing(t, s, strings.Join([]string{begin, set, text, poll}, "\n"))
			if len(problems) != 1 || problems[0] != "3: "+want {
				t.Errorf("%s\nis %q, want %q", text, problems, want)
			}
		}
		if got := len(timeline(t, s, "https://idp.example.com/jwks", ever()).Polls); got != 1 {
			t.Errorf("%d polls, want the good one", got)
		}
	})
}

func TestWhatIsNoExportIsRefused(t *testing.T) {
	s := open(t, t.TempDir()+"/history.db")
	for _, text := range []string{"", "\n", "{}\n", `{"keys":[]}`, `{"kind":"history","version":2}`, `{"kind":"poll"}`} {
		if _, err := s.Import(t.Context(), strings.NewReader(text), func(int, error) {}); err == nil {
			t.Errorf("%q is imported", text)
		}
	}
}
