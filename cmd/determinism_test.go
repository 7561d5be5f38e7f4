package cmd

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jwksaudit/jwksaudit/rules/window"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// TestSameBytesWhateverTheConcurrency: a report tells what there is, not which
// answer came first.
func TestSameBytesWhateverTheConcurrency(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, manyCaptures(200))
	for _, format := range []string{"table", "sarif", "json"} {
		args := []string{"scan", "--offline", "captures", "--consumers", "consumers", "-o", format}
		one := runIn(t, dir, append(args, "--concurrency", "1")...)
		if n := strings.Count(one, "issuer-7.example.com"); n == 0 {
			t.Fatalf("%s: the report does not speak of what was scanned", format)
		}
		for range 3 {
			if many := runIn(t, dir, append(args, "--concurrency", "64")...); many != one {
				t.Fatalf("%s: the report of 64 at a time differs from that of one at a time", format)
			}
		}
	}
}

// manyCaptures is a fleet with findings of every scope: key sets that share keys
// with one another, headers that contradict each other, consumers of some.
func manyCaptures(n int) map[string]string {
	coordinates := []string{
		`"x": "8_IA2I6ojAnO1i1OrtmvO2oZOHd4ZDCnyuE2fJ2BA7g", "y": "bQYD2IXGYHcgaBBwDRotgFIkp-9SH0nLjfIDOsHBhO0"`,
		`"x": "NPguUZCaYezldE3IlsBEu0RkWYRijz_A1lz7meAMCMc", "y": "_22ZcOsq_7YCDQ51gRJURmkEk4GIVEeS1sPZy-l3BT4"`,
		`"x": "0Olz1W-U_nXfuOnBKRLV_p6bpb5uCQc6IClTga_1HN8", "y": "nLVdJJM7W2OiaH4jda3VYK1YR5fkdT4hlhbVb98I2a0"`,
	}
	files := map[string]string{}
	for i := range n {
		url := fmt.Sprintf("https://issuer-%d.example.com/jwks", i)
		files[fmt.Sprintf("captures/%d.http", i)] = fmt.Sprintf(`# %s
HTTP/1.1 200 OK
Date: Sun, 01 Nov 2026 00:00:%02d GMT
Content-Type: application/json
Cache-Control: max-age=%d, stale-if-error=%d

{"keys": [{"kty": "EC", "alg": "ES256", "use": "sig", "kid": "key-%d", "crv": "P-256", %s}]}
`, url, i%60, 60*(i%5), 3600*(i%7), i%11, coordinates[i%3])
		if i%4 == 0 {
			files[fmt.Sprintf("consumers/service-%d/application.properties", i)] =
				"spring.security.oauth2.resourceserver.jwt.jwk-set-uri=" + url + "\n"
		}
	}
	return files
}

// TestFreshnessDoesNotDependOnTheOrderOfAnswers: of two key sets of one consumer
// the one whose copies grow older counts, else the first in the plan.
func TestFreshnessDoesNotDependOnTheOrderOfAnswers(t *testing.T) {
	consumer := &inventory.Consumer{}
	endpoint := func(control string) *inventory.Endpoint {
		header := inventory.Header{"Cache-Control": {control}}
		set := &inventory.Document[inventory.KeySet]{Value: &inventory.KeySet{}, Response: inventory.Response{Status: 200, Header: header}}
		return &inventory.Endpoint{Consumers: []*inventory.Consumer{consumer}, Observations: []*inventory.Observation{{Keys: set}}}
	}
	controls := []string{"max-age=60", "max-age=3600", "max-age=3600, immutable", "max-age=3600, stale-if-error=60", "max-age=3600, stale-if-error=60, immutable"}
	const want = 3
	for _, order := range [][]int{{0, 1, 2, 3, 4}, {4, 3, 2, 1, 0}, {3, 4, 1, 0, 2}, {4, 0, 3, 2, 1}} {
		a := &audit{freshness: map[*inventory.Consumer]freshness{}}
		for _, slot := range order {
			a.noteFreshness(slot, 0, endpoint(controls[slot]))
		}
		got := a.freshness[consumer]
		if got.slot != want || got.Immutable || got.EOutage().High != inventory.For(3660*time.Second) {
			t.Errorf("%v: key set %d counts (%v), want %d", order, got.slot, window.Freshness.EOutage(got.Freshness), want)
		}
	}
}

// TestFingerprintsAreStable: a finding keeps its fingerprint when files are named
// in another order, when lines move, when captures go by other names, and in
// another checkout.
func TestFingerprintsAreStable(t *testing.T) {
	fleet := readFiles(t, filepath.Join("..", "testdata", "fleet"))
	here := t.TempDir()
	writeFiles(t, here, fleet)
	want := fingerprints(t, here, "captures", "--consumers", "consumers")
	kinds := map[string]bool{}
	for _, f := range want {
		kinds[fmt.Sprintf("endpoint %v, key %v, consumer %v", f.URL != "", f.Thumbprint != "", f.Consumer != "")] = true
	}
	if len(kinds) < 3 {
		t.Fatalf("the fleet gives findings of too few kinds: %v", slices.Sorted(maps.Keys(kinds)))
	}
	check := func(name string, got map[string]finding) {
		t.Helper()
		for fingerprint, f := range want {
			if got[fingerprint].Rule != f.Rule {
				t.Errorf("%s: a finding of %s has another fingerprint", name, f.Rule)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s: %d findings, want %d", name, len(got), len(want))
		}
	}

	reversed := []string{"--consumers", "consumers"}
	for _, file := range slices.Backward(slices.Sorted(maps.Keys(fleet))) {
		if strings.HasPrefix(file, "captures/") {
			reversed = append(reversed, file)
		}
	}
	check("named in reverse", fingerprints(t, here, reversed...))

	moved := map[string]string{}
	for file, text := range fleet {
		moved[file] = "# a comment\n#\n" + text
	}
	elsewhere := filepath.Join(t.TempDir(), "another", "checkout")
	writeFiles(t, elsewhere, moved)
	check("elsewhere, lines moved", fingerprints(t, elsewhere, "captures", "--consumers", "consumers"))

	renamed := map[string]string{}
	for i, file := range slices.Sorted(maps.Keys(fleet)) {
		text := fleet[file]
		if strings.HasPrefix(file, "captures/") {
			file = fmt.Sprintf("captures/%03d%s", len(fleet)-i, filepath.Ext(file))
		}
		renamed[file] = text
	}
	other := t.TempDir()
	writeFiles(t, other, renamed)
	check("captures renamed", fingerprints(t, other, "captures", "--consumers", "consumers"))
}

// finding is what a JSON report says of one.
type finding struct{ Rule, URL, Thumbprint, Consumer, Fingerprint string }

// fingerprints scans in a folder and gives the findings by their fingerprints.
func fingerprints(t *testing.T, dir string, args ...string) map[string]finding {
	t.Helper()
	var report struct{ Findings []finding }
	text := runIn(t, dir, append([]string{"scan", "--offline", "-o", "json"}, args...)...)
	if err := json.Unmarshal([]byte(text), &report); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	found := map[string]finding{}
	for _, f := range report.Findings {
		if _, ok := found[f.Fingerprint]; ok {
			t.Errorf("the fingerprint %s stands for two findings", f.Fingerprint)
		}
		found[f.Fingerprint] = f
	}
	return found
}

func readFiles(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(path)))
		files[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func writeFiles(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
