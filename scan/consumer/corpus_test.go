package consumer

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

const corpusDir = "../../../shared/corpus/consumers"

// corpusFiles reads every file of the corpus; it skips the test where there is none.
func corpusFiles(t *testing.T) []File {
	t.Helper()
	if _, err := os.Stat(corpusDir); err != nil {
		t.Skip("no corpus beside this work tree")
	}
	var files []File
	err := filepath.WalkDir(corpusDir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(corpusDir, path)
		files = append(files, File{filepath.ToSlash(name), data})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestCorpus reads real configurations one by one: the time of each, and a table
// of what was found by the folder's label.
func TestCorpus(t *testing.T) {
	type row struct{ files, recognised, consumers, located, unresolved, problems int }
	table := map[string]*row{}
	var slowest time.Duration
	for _, f := range corpusFiles(t) {
		took := time.Hour
		var got Result
		for range 5 { // the least counts: the machine may be busy
			start := time.Now()
			got = Discover([]File{f})
			took = min(took, time.Since(start))
		}
		slowest = max(slowest, took)
		if took > 100*time.Millisecond && !raced {
			t.Errorf("%s took %s, want at most 100ms", f.Path, took)
		}
		label := f.Path[:strings.LastIndex(f.Path, "/")]
		for _, key := range []string{label, "all"} {
			if table[key] == nil {
				table[key] = &row{}
			}
			r := table[key]
			r.files++
			r.recognised += len(got.Recognised)
			r.problems += len(got.Problems)
			for _, c := range got.Consumers {
				r.consumers++
				r.unresolved += len(c.Unresolved)
				if len(c.Issuers)+len(c.JWKSURLs)+len(c.Pins)+len(c.StaticFiles) > 0 {
					r.located++
				}
			}
		}
		for _, c := range got.Consumers {
			t.Logf("%s %s at %s", c.Product, c.Name, c.Origin)
		}
		for _, p := range got.Problems {
			t.Logf("problem %s: %s", p.Origins[0], p.Detail)
		}
	}
	var labels []string
	for label := range table {
		labels = append(labels, label)
	}
	slices.Sort(labels)
	out := fmt.Sprintf("slowest %s\n%-40s %5s %5s %5s %5s %5s %5s\n", slowest, "label", "files", "known", "cons", "keyed", "unres", "prob")
	for _, label := range labels {
		r := table[label]
		out += fmt.Sprintf("%-40s %5d %5d %5d %5d %5d %5d\n", label, r.files, r.recognised, r.consumers, r.located, r.unresolved, r.problems)
	}
	t.Log("\n" + out)
}

// TestCorpusTogether reads the corpus as one folder, as a scan does.
func TestCorpusTogether(t *testing.T) {
	files := corpusFiles(t)
	got := Discover(files)
	if again := Discover(files); describe(again) != describe(got) {
		t.Error("two runs over the same files differ")
	}
	if len(got.Consumers) == 0 {
		t.Error("no consumer in the corpus")
	}
}
