package jwks

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// corpus lists the files below a folder of the shared corpus, which lies beside
// the repository and not in it.
func corpus(t testing.TB, folder string) []string {
	t.Helper()
	root := filepath.Join("..", "..", "..", "shared", "corpus", folder)
	if _, err := os.Stat(root); err != nil {
		t.Skip("the shared corpus is not here")
	}
	var files []string
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// tally counts keys and complaints, printed in lexical order.
type tally map[string]int

func (c tally) log(t *testing.T, title string) {
	t.Helper()
	var names []string
	for name := range c {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		t.Logf("%s: %s: %d", title, name, c[name])
	}
}

func (c tally) add(set *inventory.KeySet, problem *inventory.Problem) {
	c["files"]++
	if problem != nil {
		c["problem "+string(problem.Kind)]++
		return
	}
	c["decoded"]++
	c["keys"] += len(set.Keys)
	for _, fact := range set.Facts {
		c["set fact "+string(fact.Kind)]++
	}
	for i := range set.Keys {
		c.key(&set.Keys[i])
	}
}

func (c tally) key(key *inventory.Key) {
	if key.Problem != "" {
		c["keys with a problem"]++
	}
	if key.Rejected != "" {
		c["keys that go-jose rejects"]++
	}
	if len(key.Private) > 0 {
		c["keys with private members"]++
	}
	for _, fact := range key.Facts {
		c["key fact "+string(fact.Kind)]++
	}
}

// What is published as a key set is read as one, every key of it.
func TestRealKeySetsAreRead(t *testing.T) {
	for _, folder := range []string{"hosted", "jwks-observer", "snapshots", "vci", "x509-map"} {
		t.Run(folder, func(t *testing.T) {
			count := tally{}
			for _, path := range corpus(t, "jwks/real/"+folder) {
				set, problem := Decode(read(t, path))
				count.add(set, problem)
				if problem != nil {
					t.Errorf("%s: %s", path, problem.Detail)
					continue
				}
				if Sniff(read(t, path)) != KindKeySet {
					t.Errorf("%s: sniffed as %d, want a key set", path, Sniff(read(t, path)))
				}
				for _, key := range set.Keys {
					if key.Problem != "" {
						t.Logf("%s: key %d: %s", path, key.Index, key.Problem)
					}
				}
			}
			count.log(t, folder)
		})
	}
}

// Nothing among the malformed documents is lost without a word.
func TestHostileKeySetsAreReadOrReported(t *testing.T) {
	for _, folder := range []string{"doc-placeholders", "lib-testdata", "libtests", "single-jwk", "wycheproof"} {
		t.Run(folder, func(t *testing.T) {
			count := tally{}
			for _, path := range corpus(t, "jwks/hostile/"+folder) {
				set, problem := Decode(read(t, path))
				count.add(set, problem)
				switch {
				case (set == nil) == (problem == nil):
					t.Errorf("%s: set %v, problem %v: want one of them", path, set, problem)
				case problem != nil && json.Valid(read(t, path)): // each that is JSON is a set or a key
					t.Errorf("%s: %s", path, problem.Detail)
				case problem != nil:
					t.Logf("%s: %s", filepath.Base(path), problem.Detail)
				}
			}
			count.log(t, folder)
		})
	}
}

func TestWeakKeysAreRead(t *testing.T) {
	count := tally{}
	for _, path := range corpus(t, "weakkeys/jwk") {
		set, problem := Decode(read(t, path))
		count.add(set, problem)
		if problem != nil {
			t.Errorf("%s: %s", path, problem.Detail)
			continue
		}
		if key := set.Keys[0]; key.Problem != "" {
			t.Logf("%s: %s", filepath.Base(path), key.Problem)
		}
	}
	count.log(t, "weakkeys")
}

func TestProviderMetadataIsRead(t *testing.T) {
	for _, folder := range []string{"real", "hostile"} {
		count := tally{}
		for _, path := range corpus(t, "discovery/"+folder) {
			body := read(t, path)
			found, problem := DecodeDiscovery(body)
			count["files"]++
			if problem != nil {
				t.Errorf("%s: %s", path, problem.Detail)
				continue
			}
			count["decoded"]++
			for _, fact := range found.Facts {
				count["fact "+string(fact.Kind)]++
			}
			if kind := Sniff(body); kind != KindMetadata && kind != KindIssuer {
				t.Errorf("%s: sniffed as %d, want metadata", path, kind)
			}
		}
		count.log(t, "discovery/"+folder)
	}
}
