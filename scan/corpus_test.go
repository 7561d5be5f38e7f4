package scan

import (
	"io/fs"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// corpus lists the files below a folder of the shared corpus, which lies beside
// the repository and not in it, as slash paths relative to dir.
func corpus(t *testing.T, folder string) (dir string, files []string) {
	t.Helper()
	dir, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	root := filepath.Join(dir, "..", "shared", "corpus", filepath.FromSlash(folder))
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		files = append(files, filepath.ToSlash(name))
		return err
	})
	if err != nil || len(files) == 0 {
		t.Skip("the shared corpus is not here")
	}
	return dir, files
}

// tally counts by kind, and is logged in lexical order.
type tally map[string]int

func (c tally) log(t *testing.T) {
	t.Helper()
	var kinds []string
	for kind := range c {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	for _, kind := range kinds {
		t.Logf("%5d %s", c[kind], kind)
	}
}

// fates plans the paths, looks offline at what they give, and says of each file
// what became of it.
func fates(t *testing.T, dir string, paths []string) (fate map[string]string, skipped Skipped) {
	t.Helper()
	plan, err := NewPlan(Request{Dir: dir, Args: paths, Now: now()})
	if err != nil {
		t.Fatal(err)
	}
	fate = map[string]string{}
	for _, problem := range plan.Problems {
		fate[problem.Origins[0].File] = "gap in planning: " + string(problem.Kind)
	}
	for _, target := range plan.Targets {
		for _, origin := range target.Origins {
			if fate[origin.File] != "" {
				t.Errorf("%s is a target, and %s", origin.File, fate[origin.File])
			}
			fate[origin.File] = "lost"
		}
	}
	var mu sync.Mutex
	gaps := plan.Observe(t.Context(), Run{Now: now, Concurrency: 2, Judge: func(_, _ int, e *inventory.Endpoint) {
		last := e.Observations[len(e.Observations)-1]
		mu.Lock()
		defer mu.Unlock()
		switch {
		case last.Keys != nil && last.Keys.Value != nil:
			fate[e.Origins[0].File] = "key set"
		case last.Metadata != nil && last.Metadata.Value != nil:
			fate[e.Origins[0].File] = "metadata"
		}
	}})
	for _, gap := range gaps {
		for _, origin := range gap.Origins {
			if fate[origin.File] == "lost" {
				fate[origin.File] = "gap: " + string(gap.Kind)
			}
			if gap.Kind == inventory.ProblemInternal {
				t.Errorf("%s: %s", origin.File, gap.Detail)
			}
		}
	}
	return fate, plan.Skipped
}

// Every file that is named is decoded or a gap, and none is lost; every document
// below a folder that is named is that or counted.
func TestNoFileOfTheCorpusIsLost(t *testing.T) {
	for _, folder := range []string{"jwks/real", "discovery/real", "jwks/hostile", "discovery/hostile", "timeline"} {
		t.Run(folder, func(t *testing.T) {
			dir, files := corpus(t, folder)
			count := tally{}
			named, skipped := fates(t, dir, files)
			for _, file := range files {
				switch fate := named[file]; fate {
				case "", "lost":
					t.Errorf("%s is neither decoded nor reported", file)
				default:
					count[fate]++
				}
			}
			if len(named) != len(files) || skipped != (Skipped{}) {
				t.Errorf("%d files, %d fates, skipped %+v: want one fate for each", len(files), len(named), skipped)
			}
			found, skipped := fates(t, dir, []string{"../shared/corpus/" + folder})
			documents := len(slices.DeleteFunc(slices.Clone(files), func(name string) bool { return !isDocument(name) }))
			if sum := len(found) + skipped.Unrecognised + skipped.Large; sum != documents {
				t.Errorf("%d targets and gaps, skipped %+v: want %d in all", len(found), skipped, documents)
			}
			count["in a folder: counted as unrecognised"] = skipped.Unrecognised
			count["in a folder: not of a name that is looked at"] = len(files) - documents
			count.log(t)
		})
	}
}
