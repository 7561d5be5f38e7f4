package consumer

import (
	"io/fs"
	"os"
	"path/filepath"
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
// of what was found by product.
func TestCorpus(t *testing.T) {
	table := corpusTable{}
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
		for _, line := range table.add(f.Path, got) {
			t.Log(line)
		}
	}
	t.Logf("slowest %s\n%s", slowest, table)
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
